// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is woken, when, and what becomes of a wake-up that was not needed. The bit tells what a signaller would see. */
@Timeout(60)
class WaitQueueTest {

    private static final long BIT = 4;

    /* A queue that nobody uses, for its flags. */
    private final FlaggedQueue<Object> flagged = new BlockingRing<>(Ring.mpmc(2), false, WaitStrategy.parking());
    private final AtomicInteger available = new AtomicInteger();
    private final WaitQueue queue = queue(1);

    private WaitQueue queue(int patientCount) {
        return new WaitQueue(flagged, BIT, n -> available.get() >= n, patientCount, TimeUnit.HOURS.toNanos(1),
                new BriefWait());
    }

    private boolean bit() {
        return flagged.getFlagsVolatile() == BIT;
    }

    /** Consumes the permit to go on that a wake-up of the calling thread leaves behind. */
    private static boolean wasWoken() {
        final long start = System.nanoTime();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        return System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(500);
    }

    @Test
    void theBitIsSetWhileSomebodyWaits() {
        assertFalse(bit());
        final QueueWait first = queue.register();
        final QueueWait second = queue.register();
        assertTrue(bit());
        first.end(true);
        assertTrue(bit());
        second.end(true);
        assertFalse(bit());
        assertFalse(wasWoken());
    }

    @Test
    void whoWaitsIsWokenWhenThereIsSomethingToWakeFor() {
        final QueueWait wait = queue.register();
        queue.signal();
        assertTrue(bit(), "nothing to wake for");
        available.set(1);
        queue.signal();
        assertFalse(bit());
        assertTrue(wasWoken());
        wait.end(true);
    }

    @Test
    void oneIsWokenAtATimeAndWakesTheNext() throws Exception {
        available.set(2);
        final QueueWait first = queue.register();
        final var step = new AtomicInteger();
        final Worker<Boolean> second = Worker.start(() -> {
            final QueueWait wait = queue.register();
            step.set(1);
            LockSupport.park();
            step.set(2);
            wait.end(true);
            return true;
        });
        Worker.awaitTrue(() -> step.get() == 1);
        queue.signal();
        assertFalse(bit(), "the first is on its way");
        queue.signal();
        assertEquals(1, step.get(), "nobody else is woken meanwhile");
        first.end(true);
        assertTrue(second.get());
        assertFalse(bit());
    }

    @Test
    void whoLeavesWithNothingHandsOnToo() throws Exception {
        available.set(1);
        final QueueWait first = queue.register();
        final var registered = new AtomicInteger();
        final Worker<Boolean> second = Worker.start(() -> {
            final QueueWait wait = queue.register();
            registered.set(1);
            LockSupport.park();
            wait.end(true);
            return true;
        });
        Worker.awaitTrue(() -> registered.get() == 1);
        queue.signal();
        first.end(false);
        assertTrue(second.get());
    }

    @Test
    void theBitIsBackWhenNothingIsLeftForTheNext() {
        available.set(1);
        final QueueWait first = queue.register();
        final QueueWait second = queue.register();
        queue.signal();
        available.set(0);
        first.end(true);
        assertTrue(bit(), "the second still waits");
        second.end(false);
        assertFalse(bit());
    }

    @Test
    void whoComesTooLateRegistersAnewAndStillHandsOn() throws Exception {
        available.set(1);
        final QueueWait first = queue.register();
        final QueueWait second = queue.register();
        queue.signal();
        assertTrue(wasWoken());
        // a third thread was faster, so the first waits on, now behind the second
        first.await(1);
        assertTrue(bit());
        // and finds something, while more has come that nobody was woken for
        first.end(true);
        assertFalse(bit(), "the second is on its way");
        assertTrue(wasWoken());
        second.end(true);
    }

    @Test
    void aPatientWaiterIsWokenForManyAndAnUrgentOneForOne() throws Exception {
        final WaitQueue patient = queue(8);
        final QueueWait wait = patient.register();
        available.set(7);
        patient.signal();
        assertTrue(bit());
        // it settles, and parks for a millisecond, in vain; after that it would park for an hour
        for (int step = 0; step < WaitQueue.SETTLING_STEPS + 1; step++) {
            wait.await(Long.MAX_VALUE);
        }
        available.set(1);
        patient.signal();
        assertFalse(bit());
        assertTrue(wasWoken());
        wait.end(true);

        final QueueWait next = patient.register();
        patient.signal();
        assertTrue(bit(), "the urgency ended with its wait");
        available.set(8);
        patient.signal();
        assertFalse(bit());
        assertTrue(wasWoken());
        next.end(true);
    }

    @Test
    void signalAllWakesEverybodyWhateverThereIs() throws Exception {
        final QueueWait first = queue.register();
        final var registered = new AtomicInteger();
        final Worker<Boolean> second = Worker.start(() -> {
            final QueueWait wait = queue.register();
            registered.set(1);
            LockSupport.park();
            wait.end(false);
            return true;
        });
        Worker.awaitTrue(() -> registered.get() == 1);
        queue.signalAll();
        assertTrue(wasWoken());
        assertTrue(second.get());
        first.end(false);
        assertFalse(bit());
    }

    @Test
    void waitsAreUsedAgain() {
        final QueueWait first = queue.register();
        final QueueWait second = queue.register();
        assertNotSame(first, second);
        first.end(true);
        assertSame(first, queue.register());
    }

    @Test
    void anInterruptEndsTheNap() {
        final QueueWait wait = queue.register();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> wait.await(Long.MAX_VALUE));
        assertFalse(Thread.interrupted());
        wait.end(false);
    }
}
