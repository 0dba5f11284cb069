// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/** The sequences of calls in whose gaps a {@link Victim} dies. Together they come through every point there is. */
enum VictimAct {
    OFFER(calls -> calls.offer()),
    OFFER_TWICE(calls -> {
        calls.put();
        calls.put();
    }),
    OFFER_BYTES(calls -> calls.offerBytes()),
    FILL(calls -> calls.fill(3)),
    POLL(calls -> calls.poll()),
    TAKE_TWICE(calls -> {
        calls.take();
        calls.take();
    }),
    DRAIN(calls -> calls.drain(3)),
    DRAIN_SOON(calls -> calls.drainSoon(3)),
    LEASE(calls -> calls.lease()),
    LEASE_ACK(calls -> {
        calls.lease();
        calls.ack(true);
    }),
    LEASE_NACK(calls -> {
        calls.lease();
        calls.nack(true);
    }),
    LEASE_TWICE(calls -> {
        calls.lease();
        calls.lease();
        calls.ack(true);
        calls.nack(true);
    }),
    READ(calls -> calls.read(3)),
    READ_FAILS(calls -> calls.readAndFail()),
    AGAIN_POLL(calls -> {
        calls.lease();
        calls.nack(true);
        calls.poll();
        calls.poll();
    }),
    AGAIN_LEASE(calls -> {
        calls.lease();
        calls.lease();
        calls.nack(true);
        calls.nack(true);
        calls.lease();
        calls.lease();
        calls.ack(false);
    }),
    AGAIN_LETTER(calls -> {
        calls.lease();
        calls.nack(true);
        calls.deadLetter();
    }),
    MIXED(calls -> {
        calls.offer();
        calls.lease();
        calls.offer();
        calls.poll();
        calls.ack(true);
        calls.fill(2);
        calls.drain(1);
    }),
    CLOSE(calls -> {
        calls.offer();
        calls.lease();
        calls.close();
    }),
    OPEN(calls -> calls.open()),
    SHUTDOWN(calls -> calls.shutdown()),
    SHUTDOWN_NOW(calls -> calls.shutdownNow()),
    SHUTDOWN_LEASED(calls -> {
        calls.lease();
        calls.shutdown();
        calls.takeToTheEnd();
        calls.nack(true);
        calls.takeToTheEnd();
    }),
    CREATE(calls -> calls.create()),
    DESTROY(calls -> calls.destroy());

    private interface Script {
        void run(VictimCalls calls) throws InterruptedException;
    }

    private final Script script;

    VictimAct(Script script) {
        this.script = script;
    }

    /** Whether the queue is to be opened before it. */
    boolean needsQueue() {
        return this != OPEN && this != CREATE && this != DESTROY;
    }

    boolean shutsDown() {
        return name().startsWith("SHUTDOWN");
    }

    boolean isAboutFiles() {
        return this == CREATE || this == DESTROY;
    }

    /** Whether it comes to take the role of a producer, and so keeps others from it where there is but one. */
    boolean puts() {
        return name().startsWith("OFFER") || this == FILL || this == MIXED || this == CLOSE;
    }

    boolean fills() {
        return this == FILL || this == MIXED;
    }

    /** The same for a consumer. */
    boolean takes() {
        return needsQueue() && (!puts() || this == MIXED || this == CLOSE) && this != SHUTDOWN;
    }

    void run(VictimCalls calls) throws InterruptedException {
        script.run(calls);
    }
}
