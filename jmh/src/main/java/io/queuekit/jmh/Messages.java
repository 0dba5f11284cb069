// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/**
 * The traffic of the shared benchmarks. The first and the last eight bytes of a message are its number, so that one
 * which is lost, doubled, out of order or torn is noticed.
 */
final class Messages {

    private static final int BATCH = 256;

    private Messages() {
    }

    /** Puts messages 0, 1, 2, ... until interrupted. */
    static void produce(final MessageKind.Channel to, final int bytes) throws InterruptedException {
        final var message = to.message();
        for (var number = 0L; ; number++) {
            send(to, message, bytes, number);
            if (number % BATCH == 0 && Thread.interrupted()) { // some never have to wait
                throw new InterruptedException();
            }
        }
    }

    /** Puts one message, as soon as there is room. */
    static void send(
            final MessageKind.Channel to, final MutableDirectBuffer message, final int bytes, final long number)
            throws InterruptedException {
        message.putLong(0, number);
        message.putLong(bytes - Long.BYTES, number);
        while (!to.offer(message, 0, bytes)) {
            Partner.spin();
        }
    }

    /** Puts back what it takes, straight out of the mapped bytes, until interrupted. */
    static void echo(final MessageKind.Channel from, final MessageKind.Channel to) throws InterruptedException {
        // One message is in flight, so there is room for it, once the other side is connected.
        final MessageHandler back = (type, buffer, index, length) -> {
            while (!to.offer(buffer, index, length) && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        };
        while (true) {
            if (from.read(back, 1) == 0) {
                Partner.spin();
            }
        }
    }

    /** Takes exactly as many messages as asked for, in batches of what is there. */
    static void receive(final MessageKind.Channel from, final MessageHandler check, final int count)
            throws InterruptedException {
        for (var left = count; left > 0; ) {
            final var read = from.read(check, Math.min(left, BATCH));
            if (read == 0) {
                Partner.spin();
            }
            left -= read;
        }
    }

    /** Expects every message once and in order. */
    static final class Check implements MessageHandler {

        private final int bytes;
        private final OwnLine next = new OwnLine();

        Check(final int bytes) {
            this.bytes = bytes;
        }

        /** The number of the next message. */
        long next() {
            return next.getPlain();
        }

        @Override
        public void onMessage(
                final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
            final var head = buffer.getLong(index);
            final var tail = buffer.getLong(index + bytes - Long.BYTES);
            final var expected = next.getPlain();
            if (length != bytes || head != expected || tail != expected) {
                throw new IllegalStateException("not the next message: length=" + length + " head=" + head
                    + " tail=" + tail + " expected=" + expected);
            }
            next.setPlain(expected + 1);
        }
    }

    /** Expects messages in order and none twice, and counts those that are missing in between. */
    static final class LossyCheck implements MessageHandler {

        private final int bytes;
        private long expected;
        private long missed;

        LossyCheck(final int bytes) {
            this.bytes = bytes;
        }

        /** The number of the message that comes next, if none is missed. */
        long next() {
            return expected;
        }

        long missed() {
            return missed;
        }

        @Override
        public void onMessage(
                final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
            final var head = buffer.getLong(index);
            final var tail = buffer.getLong(index + bytes - Long.BYTES);
            if (length != bytes || head < expected || tail != head) {
                throw new IllegalStateException("not a later message: length=" + length + " head=" + head
                    + " tail=" + tail + " expected=" + expected);
            }
            missed += head - expected;
            expected = head + 1;
        }
    }
}
