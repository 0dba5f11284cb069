// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GatheringTest {

    /** 16 times {@link Gathering#GATHERED}: runs of that length are long enough for any wait. */
    private static final int MOST_LOOKS = 64;

    private Gathering gathering = new Gathering(MOST_LOOKS);
    private long position;

    @Test
    void nothing_is_waited_for_before_anything_was_read() {
        gathering.ranDry(0);
        assertFalse(gathering.isDue());
    }

    @Test
    void round_trips_never_wait() {
        for (int trip = 0; trip < 1000; trip++) {
            assertEquals(0, runOf(1));
        }
    }

    @Test
    void a_stream_is_waited_for_longer_each_time_up_to_a_bound() {
        int before = 0;
        for (int run = 0; run < 20; run++) {
            final int due = runOf(Gathering.GATHERED);
            assertTrue(due > before || due == MOST_LOOKS, "run=" + run + " due=" + due);
            assertTrue(due <= MOST_LOOKS, "due=" + due);
            before = due;
        }
        assertEquals(MOST_LOOKS, before);
    }

    @Test
    void the_first_wait_of_a_stream_is_one_look() {
        assertEquals(1, runOf(Gathering.GATHERED));
    }

    @Test
    void it_waits_once_for_each_run() {
        stream();
        assertTrue(gathering.isDue());
        gathering.begin();
        assertFalse(gathering.isDue());
        gathering.ranDry(position);
        assertFalse(gathering.isDue());
    }

    @Test
    void runs_too_short_for_a_stream_halve_the_wait_until_there_is_none() {
        stream();
        int before = MOST_LOOKS;
        while (before > 0) {
            final int due = runOf(Gathering.GATHERED - 1);
            assertEquals(before >> 1, due);
            before = due;
        }
    }

    @Test
    void a_longer_wait_has_to_bring_more() {
        gathering = new Gathering(1024);
        int due = 0;
        for (int run = 0; run < 20; run++) {
            final int least = Math.max(Gathering.GATHERED, due >> 4);
            assertEquals(due >> 1, runOf(least - 1), "run=" + run);
            for (int again = 0; again < 3; again++) {
                due = runOf(Math.max(Gathering.GATHERED, due >> 4));
            }
        }
        assertEquals(1024, due);
    }

    @Test
    void a_slow_stream_is_not_kept_waiting_as_long_as_a_fast_one() {
        gathering = new Gathering(1024);
        for (int run = 0; run < 20; run++) {
            runOf(64);
        }
        int due = 1024;
        for (int run = 0; run < 20; run++) {
            due = runOf(Gathering.GATHERED);
        }
        assertTrue(due < 16 * (Gathering.GATHERED + 1) * 2, "due=" + due);
    }

    @Test
    void a_pause_longer_than_the_wait_is_the_end_of_a_stream() {
        stream();
        gathering.begin();
        for (int look = 0; look <= MOST_LOOKS; look++) {
            gathering.ranDry(position);
        }
        assertEquals(1, runOf(Gathering.GATHERED));
    }

    @Test
    void a_pause_as_long_as_the_wait_is_not() {
        stream();
        gathering.begin();
        for (int look = 0; look < MOST_LOOKS; look++) {
            gathering.ranDry(position);
        }
        assertEquals(MOST_LOOKS, runOf(Gathering.GATHERED));
    }

    @Test
    void who_is_set_back_has_not_read_a_run() {
        stream();
        position -= 100;
        gathering.ranDry(position);
        assertEquals(MOST_LOOKS >> 1, gathering.begin());
    }

    @Test
    void the_message_that_is_looked_for_is_within_a_quarter_of_the_queue() {
        assertAll(
                () -> assertEquals(0, Gathering.distance(1)),
                () -> assertEquals(0, Gathering.distance(7)),
                () -> assertEquals(1, Gathering.distance(8)),
                () -> assertEquals(63, Gathering.distance(256)),
                () -> assertEquals(63, Gathering.distance(1 << 20)));
    }

    private void stream() {
        for (int run = 0; run < 20; run++) {
            runOf(Gathering.GATHERED);
        }
        gathering.ranDry(position += Gathering.GATHERED);
    }

    /** Reads so many messages and finds no more. How many looks are due then. */
    private int runOf(int messages) {
        position += messages;
        gathering.ranDry(position);
        return gathering.begin();
    }
}
