// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

import java.util.ArrayList;
import java.util.List;

/** Who takes part in a model, and how often what may happen. */
final class Setup {

    /** One thread. Those of one process die together. */
    record Part(Kind kind, int process, int calls, int lane, int block) {
    }

    enum Kind { PUT, TAKE, LEASE, SHUTDOWN, SHUTDOWN_NOW, RECOVER, JOIN }

    final int slots;
    final List<Part> parts = new ArrayList<>();
    int laneSlots;
    int processes;
    int lanes;
    int blocks;
    /** The blocks are everybody's, as those of the ring are; else each leaser has its own. */
    boolean pool;
    /** Messages that are put in all. */
    int messages;
    boolean shutdowns;
    /** Who leases may keep the block from one message to the next. */
    boolean reads;

    int batch = 1;
    boolean writtenAhead;
    int kills;
    int heirs;
    int nacks;

    private Setup(int slots) {
        this.slots = slots;
        this.laneSlots = slots + 1;
    }

    /** A ring with one lane slot more than it has slots, which is what the protocol needs. */
    static Setup ring(int slots) {
        return new Setup(slots);
    }

    /** A process that puts, with a thread for each number, which says how many messages that thread puts. */
    Setup put(int... messagesOfThreads) {
        for (final int count : messagesOfThreads) {
            parts.add(new Part(Kind.PUT, processes, count, lanes, Word.NOBODY));
            messages += count;
        }
        processes++;
        lanes++;
        return this;
    }

    /** A process that takes so many times. */
    Setup take(int calls) {
        parts.add(new Part(Kind.TAKE, processes++, calls, Word.NOBODY, Word.NOBODY));
        return this;
    }

    /** So many blocks for all that lease. Comes before these. */
    Setup pool(int count) {
        blocks = count;
        pool = true;
        return this;
    }

    /** A process that takes a lease and gives it back, so many times. */
    Setup lease(int calls) {
        parts.add(new Part(Kind.LEASE, processes++, calls, Word.NOBODY, pool ? Word.NOBODY : blocks++));
        return this;
    }

    Setup shutdown() {
        parts.add(new Part(Kind.SHUTDOWN, processes++, 1, Word.NOBODY, Word.NOBODY));
        shutdowns = true;
        return this;
    }

    Setup shutdownNow() {
        parts.add(new Part(Kind.SHUTDOWN_NOW, processes++, 1, Word.NOBODY, Word.NOBODY));
        shutdowns = true;
        return this;
    }

    /** A process that recovers the leases of the dead, as often as there is something to recover. */
    Setup recover() {
        parts.add(new Part(Kind.RECOVER, processes++, 0, Word.NOBODY, Word.NOBODY));
        return this;
    }

    /** A process that asks so many times whether all is done. */
    Setup join(int looks) {
        parts.add(new Part(Kind.JOIN, processes++, looks, Word.NOBODY, Word.NOBODY));
        return this;
    }

    /** So many processes may be killed, each between any two steps of a call. */
    Setup kills(int most) {
        kills = most;
        return this;
    }

    /** So many times a new process inherits the lane, the block and the remaining calls of a dead one. */
    Setup heirs(int most) {
        heirs = most;
        return this;
    }

    Setup nacks(int most) {
        nacks = most;
        return this;
    }

    /** Puts and takes are made in batches: each payload is written just before its word is filled. */
    Setup batches(int most) {
        batch = most;
        return this;
    }

    /** Puts are made in batches: all payloads are written, then all words are filled. */
    Setup batchesWrittenAhead(int most) {
        batch = most;
        writtenAhead = true;
        return this;
    }

    /** Leases are made in batches, with one block for each. */
    Setup reads() {
        reads = true;
        return this;
    }

    Setup laneSlots(int count) {
        laneSlots = count;
        return this;
    }
}
