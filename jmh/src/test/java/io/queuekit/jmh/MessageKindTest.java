// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@Timeout(60)
class MessageKindTest {

    private static final int MESSAGES = 100;
    private static final int BYTES = 32;
    private static final int LONG_BYTES = 4096;
    private static final long LAST = 100;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"QK_LOSSY", "AGRONA_BROADCAST"})
    void passesMessagesFromAnotherJvm(final MessageKind kind) throws InterruptedException {
        final var check = new Messages.Check(BYTES);
        try (var link = new Link(Job.Role.PRODUCE, kind, BYTES, Where.JVMS)) {
            link.partner().serve(Thread.currentThread());
            Messages.receive(link.requests(), check, MESSAGES);
        }
        assertEquals(MESSAGES, check.next());
    }

    @ParameterizedTest
    @EnumSource
    void passesMessagesThereAndBack(final MessageKind kind) throws InterruptedException {
        for (final var where : Where.values()) {
            try (var trip = new Trip.OfMessages(kind, BYTES, where)) {
                for (var i = 0; i < MESSAGES; i++) {
                    trip.exchange();
                }
            }
        }
    }

    /** Chronicle has no bound of its own, and a file for each second. */
    @Test
    void aLogIsBoundAndDeletedBehindTheReader() throws Exception {
        final var check = new Messages.Check(BYTES);
        try (var scratch = new Scratch()) {
            final var directory = scratch.directory().resolve("queue");
            try (var reader = MessageKind.CHRONICLE.create(directory, BYTES);
                    var writer = MessageKind.CHRONICLE.open(directory, BYTES)) {
                final var message = writer.message();
                assertEquals(0, reader.read(check, 1));
                var number = 0L;
                for (var files = 0L; files < 2; ) {
                    Messages.send(writer, message, BYTES, number++);
                    if (number - check.next() == ChronicleChannel.AHEAD) {
                        assertFalse(writer.offer(message, 0, BYTES));
                        files = logs(directory);
                        Messages.receive(reader, check, ChronicleChannel.AHEAD);
                    }
                }
                while (logs(directory) > 1) { // they are let go by a thread of Chronicle's
                    Messages.send(writer, message, BYTES, number++);
                    Messages.receive(reader, check, 1);
                    Thread.onSpinWait();
                }
            }
        }
    }

    private static long logs(final Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".cq4")).count();
        }
    }

    @Test
    void methodsAreNamedAfterKinds() {
        assertEquals("lane", MessageKind.QK_LANE.method());
        assertEquals("agronaOneToOne", MessageKind.AGRONA_ONE_TO_ONE.method());
    }

    /** The longest of the long plan: none may come in pieces. */
    @ParameterizedTest
    @EnumSource
    void passesLongMessages(final MessageKind kind) throws InterruptedException {
        final var check = new Messages.Check(LONG_BYTES);
        try (var scratch = new Scratch(); var queue = kind.create(scratch.directory().resolve("queue"), LONG_BYTES)) {
            for (var number = 0L; number < LAST; number++) {
                Messages.send(queue, queue.message(), LONG_BYTES, number);
                Messages.receive(queue, check, 1);
            }
        }
        assertEquals(LAST, check.next());
    }

    @ParameterizedTest
    @EnumSource
    void messageThatIsMissingIsNoticed(final MessageKind kind) throws InterruptedException {
        final var check = new Messages.Check(BYTES);
        try (var scratch = new Scratch(); var queue = kind.create(scratch.directory().resolve("queue"), BYTES)) {
            Messages.send(queue, queue.message(), BYTES, 1);
            final var e = assertThrows(IllegalStateException.class, () -> Messages.receive(queue, check, 1));
            assertEquals("not the next message: length=32 head=1 tail=1 expected=0", e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QK_LANE", "QK_MPMC", "VYUKOV"})
    void holdsAsManyAsItSaysLapAfterLap(final MessageKind kind) throws InterruptedException {
        final var check = new Messages.Check(BYTES);
        try (var scratch = new Scratch(); var queue = kind.create(scratch.directory().resolve("queue"), BYTES)) {
            final var message = queue.message();
            for (var lap = 0; lap < 3; lap++) {
                for (var i = 0L; i < MessageKind.CAPACITY; i++) {
                    Messages.send(queue, message, BYTES, check.next() + i);
                }
                assertFalse(queue.offer(message, 0, BYTES));
                Messages.receive(queue, check, MessageKind.CAPACITY);
                assertEquals(0, queue.read(check, 1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QK_LOSSY", "AGRONA_BROADCAST"})
    void passesMessagesOrMissesThem(final MessageKind kind) throws InterruptedException {
        final var check = new Messages.LossyCheck(BYTES);
        try (var link = new Link(Job.Role.PRODUCE, kind, BYTES, Where.JVMS)) {
            link.partner().serve(Thread.currentThread());
            Messages.receive(link.requests(), check, MESSAGES);
        }
        assertEquals(MESSAGES, check.next() - check.missed());
    }

    @Test
    void messageThatIsMissingIsCountedAndOneThatComesTwiceIsNoticed() throws InterruptedException {
        final var check = new Messages.LossyCheck(BYTES);
        try (var scratch = new Scratch();
                var cast = MessageKind.QK_LOSSY.create(scratch.directory().resolve("cast"), BYTES)) {
            Messages.send(cast, cast.message(), BYTES, 3);
            Messages.send(cast, cast.message(), BYTES, 3);
            Messages.receive(cast, check, 1);
            assertEquals(3, check.missed());
            final var e = assertThrows(IllegalStateException.class, () -> Messages.receive(cast, check, 1));
            assertEquals("not a later message: length=32 head=3 tail=3 expected=4", e.getMessage());
        }
    }

    @Test
    void linesGoToAnotherJvmAndBack() throws InterruptedException {
        try (var scratch = new Scratch()) {
            final var job = new Job(Job.Role.BOUNCE, MessageKind.QK_LANE, Long.BYTES, scratch.directory());
            final var lines = new CacheLines(job.requests());
            try (var partner = new PartnerJvm(job)) {
                partner.serve(Thread.currentThread());
                for (var i = 1; i <= MESSAGES; i++) {
                    lines.send(i);
                }
            }
        }
    }

    @Test
    void scratchLeavesNothing() throws Exception {
        final var scratch = new Scratch();
        Files.createFile(scratch.directory().resolve("file"));
        scratch.close();
        assertFalse(Files.exists(scratch.directory()));
    }
}
