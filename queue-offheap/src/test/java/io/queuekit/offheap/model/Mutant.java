// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** One thing done wrong on purpose, the promise that it breaks, and the smallest case in which that shows. */
enum Mutant {

    /** The taker empties the word first and copies afterwards. */
    COPY_AFTER_TAKE(Promise.INTACT, Setup.ring(1).put(3).take(1).take(1)),
    /** A put announces one position more than it has filled. */
    TAIL_HINT_AHEAD(Promise.CAPACITY, Setup.ring(2).put(2).take(1)),
    /** A take announces one position more than it has emptied. */
    HEAD_HINT_AHEAD(Promise.CAPACITY, Setup.ring(2).put(2).take(2)),
    /** A batch stores its hint before it has committed. */
    BATCH_HINT_FIRST(Promise.FIFO, Setup.ring(3).put(2).put(1).take(1).batches(2)),
    /** A batch of puts fills its first word by compare-and-set and stores the others. */
    BATCH_PUT_STORES(Promise.FIFO, Setup.ring(2).put(2).put(1).take(1).batches(2)),
    /** A batch of takes empties its first word by compare-and-set and stores the others. */
    BATCH_TAKE_STORES(Promise.FIFO, Setup.ring(2).put(2).take(1).take(1).batches(2)),
    /** An inherited lane is written from its first slot on. */
    INHERIT_AT_ZERO(Promise.INTACT, Setup.ring(2).put(3).take(1).kills(1).heirs(1)),
    /** An inherited lane is written from behind the oldest reference on. */
    INHERIT_BEHIND_OLDEST(Promise.INTACT, Setup.ring(2).put(4).take(2).kills(1).heirs(1)),
    /** Two threads of a process write the lane without the lock. */
    NO_HEAP_LOCK(Promise.INTACT, Setup.ring(2).put(1, 1).take(1)),
    /** The lock for the threads of a process does not die with it. */
    LOCK_SURVIVES(Promise.NOBODY_WAITS, Setup.ring(1).put(1, 1).take(1).kills(1).heirs(1)),

    /** Who refills a word does not care for the lease that emptied it. */
    NO_HELP(Promise.NO_LOSS, Setup.ring(1).put(2).lease(1).recover().kills(1)),
    /** Who refills a word waits until the lease that emptied it is marked, instead of marking it. */
    WAIT_FOR_TAKER(Promise.NOBODY_WAITS, Setup.ring(1).put(2).lease(1)),
    /** Recovery believes what it read first. */
    NO_SECOND_LOOK(Promise.NO_LOSS, Setup.ring(1).put(2).lease(1).recover().kills(1)),
    /** Recovery takes every intention for a message taken. */
    INTENT_IS_TAKEN(Promise.NO_DUPLICATE, Setup.ring(1).put(1).lease(1).lease(2).recover().kills(1)),
    /** A batch acknowledges a message by an intention for the same position. */
    READ_STAYS(Promise.NO_DUPLICATE, Setup.ring(1).put(1).lease(2).lease(1).reads().recover().kills(1)),
    /** The end of a batch leaves no bound in the block. */
    READ_FORGETS(Promise.NO_DUPLICATE, Setup.ring(1).pool(1).put(1).lease(2).lease(1).reads().recover().kills(1)),
    /** A new process takes the place of a dead one while its leases are being settled. */
    INHERIT_UNSETTLED(Promise.INTACT, Setup.ring(1).put(2).lease(2).recover().kills(1).heirs(1)),
    /** Recovery announces what was given back only if it gave something back itself. */
    RAISE_IF_CHANGED(Promise.REDELIVERY, Setup.ring(1).put(1).lease(1).recover().kills(2)),
    /** The redelivery word is a flag without a count. */
    PLAIN_FLAG(Promise.REDELIVERY, Setup.ring(2).put(2).lease(2).lease(2).nacks(2)),
    /** A nack announces first and gives back afterwards. */
    RAISE_BEFORE_NACK(Promise.REDELIVERY, Setup.ring(1).put(1).lease(1).lease(1).nacks(1)),
    /** The first message found is redelivered, not the oldest. */
    ANY_REDELIVERY(Promise.REDELIVERY, Setup.ring(2).put(2).lease(2).lease(1).nacks(2)),

    /** A join looks at the blocks first: a message goes into one of them behind its back. */
    JOIN_BLOCKS_FIRST(Promise.JOIN, Setup.ring(1).put(1).lease(1).join(1)),
    /** A join takes an intention for a message that is still in the ring. */
    JOIN_SKIPS_INTENT(Promise.JOIN, Setup.ring(1).put(1).lease(1).join(1)),
    /** A join does not look whether something was put since it found the ring empty. */
    JOIN_ONE_LOOK(Promise.JOIN, Setup.ring(2).put(2).lease(1).join(1)),
    /** A free block of the pool is good for any message, also for one that it has had. */
    NO_BOUND(Promise.NO_DUPLICATE, Setup.ring(1).pool(1).put(1).lease(2).lease(1).recover().kills(1)),
    /** An acknowledgement leaves no bound in the block. */
    ACK_FORGETS(Promise.NO_DUPLICATE, Setup.ring(1).pool(1).put(1).lease(2).lease(1).recover().kills(1)),
    /** Who takes what was given back leaves no bound in the block. */
    TAKE_FORGETS(Promise.NO_DUPLICATE,
            Setup.ring(1).pool(1).put(1).lease(1).lease(1).take(2).recover().kills(1).nacks(1)),

    /** A taker calls a closed queue ended once it looks empty. */
    NO_SEAL(Promise.END, Setup.ring(1).put(1).take(1).shutdown()),
    /** Who seals a word does not care for the lease that emptied it. */
    SEAL_WITHOUT_HELP(Promise.NO_LOSS, Setup.ring(1).put(1).lease(1).shutdownNow().recover().kills(1)),
    /** A put takes a sealed word for an empty one. */
    PUT_OVER_SEAL(Promise.END, Setup.ring(1).put(1).take(1).shutdown()),
    /** A put trusts the seal alone and does not look at the closed word. */
    PUT_IGNORES_CLOSED(Promise.END, Setup.ring(1).put(1).shutdown());

    final Promise breaks;
    final Setup setup;

    Mutant(Promise breaks, Setup setup) {
        this.breaks = breaks;
        this.setup = setup;
    }
}
