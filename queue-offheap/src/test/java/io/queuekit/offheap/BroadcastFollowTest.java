// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.BroadcastDescriptor.SENT_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.messageType;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.BroadcastDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sender that follows one which died behind some store of a send; the last of these is the number of those sent. */
@Timeout(120)
class BroadcastFollowTest extends BroadcastTestCase {

    /** More stores than a send has. */
    private static final int STORES = 12;

    static List<BroadcastSpec> specs() {
        return List.of(BroadcastSpec.lossy(16, LONGEST), BroadcastSpec.lossless(16, LONGEST));
    }

    /**
     * Does what a sender does, up to that many stores.
     *
     * @return whether the message was sent
     */
    private boolean die(long number, int stores) {
        return die(file, number, stores, Telltale.message(number), Telltale.length(number));
    }

    private static boolean die(Path file, long number, int stores, DirectBuffer message, int length) {
        try (QueueFile opened = QueueFile.open(file)) {
            final var log = new BroadcastLog(opened);
            final long tail = log.tail();
            if (log.spec.lossless()) {
                final var gate = new BroadcastGate(log);
                gate.recover(tail, tail);
                assertTrue(gate.mayReach(tail + 2 * BroadcastDescriptor.recordLength(length), tail));
            }
            try {
                final var transmitter = new BroadcastTransmitter(lasting(log.buffer, stores));
                transmitter.transmit(messageType(number), message, 0, length);
                opened.memory.putLongVolatile(SENT_OFFSET, number + 1);
            } catch (Stopped here) {
                // as if it had been killed
            }
            return log.tail() != tail;
        }
    }

    private static AtomicBuffer lasting(MappedBuffer memory, int stores) {
        final int[] left = {stores};
        return (AtomicBuffer) Proxy.newProxyInstance(BroadcastFollowTest.class.getClassLoader(),
                new Class<?>[] {AtomicBuffer.class}, (proxy, method, args) -> {
                    if (method.getName().equals("putBytes") && left[0] == 1) {
                        memory.putBytes((int) args[0], (DirectBuffer) args[1], (int) args[2], (int) args[3] / 2);
                    }
                    if (method.getName().startsWith("put") && left[0]-- <= 0) {
                        throw new Stopped();
                    }
                    try {
                        return method.invoke(memory, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static final class Stopped extends Error {

        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @MethodSource("specs")
    void nothingIsLostDoubledOrTornByADeathBehindAnyStore(BroadcastSpec spec) throws Exception {
        create(spec).close();
        final var slow = join(ReceiverSpec.fromNow());
        final var steady = join(ReceiverSpec.fromNow());
        final List<Long> bySlow = new ArrayList<>();
        final List<Long> bySteady = new ArrayList<>();
        long number = 0;
        for (int round = 0; round < 600; round++) {
            try (var sender = Broadcasts.open(file, Telltale.CODEC)) {
                assertEquals(number, sender.sent(), "round=" + round);
                bySteady.addAll(receive(steady));
                if (spec.lossless() || round % 40 == 0) {
                    bySlow.addAll(receive(slow));
                }
                for (int i = round % 5; i > 0; i--) {
                    sender.send(number++);
                }
            }
            bySteady.addAll(receive(steady));
            if (spec.lossless()) {
                bySlow.addAll(receive(slow));
            }
            for (int deaths = round % 3; deaths >= 0; deaths--) {
                if (die(number, (round + deaths) % STORES)) {
                    number++;
                }
                try (var now = Broadcasts.join(file, Telltale.CODEC)) {
                    bySteady.addAll(receive(steady)); // what was sent, even by who has died since
                    if (deaths > 0) {
                        try (var next = Broadcasts.open(file, Telltale.CODEC)) {
                            assertEquals(number, next.sent(), "round=" + round);
                            assertTrue(next.offer(number++));
                        }
                        assertEquals(number - 1, now.poll(), "who joined in between sees what comes next");
                        assertEquals(0, now.missed());
                    }
                }
            }
        }
        bySteady.addAll(receive(steady));
        bySlow.addAll(receive(slow));
        assertEquals(range(0, number), bySteady);
        assertEquals(0, steady.missed());
        assertEquals(number, bySlow.size() + slow.missed());
        assertEquals(bySlow, bySlow.stream().sorted().distinct().toList());
        assertEquals(spec.lossless(), slow.missed() == 0);
    }

    /** The bytes of the dead are nobody's message, also for one who is nearly a lap behind. */
    @Test
    void aShorterMessageDoesNotVouchForWhatTheDeadHasWrittenOver() throws Exception {
        create(BroadcastSpec.lossy(16, LONGEST)).close();
        for (int stores = 1; stores < 5; stores++) {
            for (int lag = 1; lag < 60; lag++) {
                try (var receiver = Broadcasts.join(file, Telltale.CODEC)) {
                    long number;
                    try (var sender = Broadcasts.open(file, Telltale.CODEC)) {
                        number = sender.sent();
                        final long enough = number + lag;
                        while (number < enough || Telltale.length(number) != LONGEST) { // longer than what follows
                            sender.send(number++);
                        }
                    }
                    die(number, stores);
                    try (var next = Broadcasts.open(file, Telltale.CODEC)) {
                        next.offer(number++);
                    }
                    final long received = receive(receiver).size(); // the codec looks at every byte
                    assertTrue(received + receiver.missed() > 0);
                }
            }
        }
    }

    /** A record is rounded up to a multiple of 8, but the filler in its place is no longer than a message. */
    @ParameterizedTest
    @MethodSource("specs")
    void aLongestMessageOfAnyLengthIsFollowed(BroadcastSpec like) throws Exception {
        for (int longest = 1; longest <= 40; longest++) {
            final Path cast = directory.resolve("cast-" + longest);
            final var spec = like.lossless() ? BroadcastSpec.lossless(1, longest) : BroadcastSpec.lossy(1, longest);
            Broadcasts.create(cast, spec, Codec.bytes()).close();
            final var message = new byte[longest];
            final var direct = new MappedBuffer(ByteBuffer.allocateDirect(longest));
            try (var steady = Broadcasts.join(cast, Codec.bytes())) {
                for (int stores = 1; stores < STORES; stores++) {
                    final long sent;
                    try (QueueFile opened = QueueFile.open(cast)) {
                        sent = new BroadcastLog(opened).sent();
                    }
                    final boolean wasSent = die(cast, sent, stores, direct, longest);
                    Broadcasts.open(cast, Codec.bytes()).close(); // dies as well, with the filler as the latest
                    try (var next = Broadcasts.open(cast, Codec.bytes());
                            var now = Broadcasts.join(cast, Codec.bytes())) {
                        assertTrue(next.offer(message));
                        assertArrayEquals(message, now.poll(), "longest=" + longest + " stores=" + stores);
                    }
                    for (int i = wasSent ? 2 : 1; i > 0; i--) {
                        assertArrayEquals(message, steady.poll(), "longest=" + longest + " stores=" + stores);
                    }
                    assertNull(steady.poll());
                }
            }
        }
    }

    @Test
    void whatCannotBeIsNamed() throws Exception {
        final var first = create(BroadcastSpec.lossless(16, LONGEST));
        send(first, 0, 5);
        first.close();
        try (QueueFile opened = QueueFile.open(file)) {
            final var log = new BroadcastLog(opened);
            final long sent = opened.memory.getLong(SENT_OFFSET);
            opened.memory.putLong(SENT_OFFSET, sent + 1);
            final var e = assertThrows(QueueFileException.class, () -> Broadcasts.open(file, Telltale.CODEC));
            assertTrue(e.getMessage().contains("sent=6 next=5"), e.getMessage());
            opened.memory.putLong(SENT_OFFSET, sent);
            log.buffer.putLong(log.length, log.tail() + 10_000);
            assertThrows(QueueFileException.class, () -> Broadcasts.open(file, Telltale.CODEC));
        }
    }

    @Test
    void aSenderThatIsKilledIsFollowed() throws Exception {
        create(BroadcastSpec.lossless(16, LONGEST)).close();
        final var receiver = join(ReceiverSpec.fromNow());
        try (ChildJvm child = ChildJvm.start(BroadcastChild.class, file.toString(), "send")) {
            child.expectLine("sent", Duration.ofSeconds(30));
            final var taken = assertThrows(RoleTakenException.class, () -> Broadcasts.open(file, Telltale.CODEC));
            assertTrue(taken.getMessage().contains("holderPid=" + child.pid()), taken.getMessage());
            child.kill();
        }
        final var sender = follow();
        sender.send(1L);
        assertEquals(range(0, 2), receive(receiver));
        assertEquals(1, sender.stats().recovered());
    }
}
