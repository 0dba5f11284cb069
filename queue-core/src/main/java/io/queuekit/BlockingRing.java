// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A queue between threads: a {@link Ring}, the waiters of both sides and the shutdown.
 *
 * @param <E> the type of the elements
 */
final class BlockingRing<E> extends SignalledQueue<E> {

    private final boolean oneToOne;
    /* With one consumer and many producers: up to which index the consumer may be at work in the ring. */
    private final @Nullable PaddedCell gate;
    private final RingShutdown<E> shutdown;
    private final @Nullable RunSink<E> runSink;
    private final @Nullable RunSource<E> runSource;

    BlockingRing(Ring<E> ring, boolean oneConsumer, WaitStrategy strategy) {
        this(ring, oneConsumer, strategy, WaitQueue.LONG_NAP_NANOS);
    }

    BlockingRing(Ring<E> ring, boolean oneConsumer, WaitStrategy strategy, long longNapNanos) {
        super(ring, strategy, longNapNanos);
        final OneToOneSlots<E> slots = oneConsumer ? ring.oneToOneSlots() : null;
        final PaddedCell runGate = oneConsumer ? new PaddedCell(RunSink.OPEN) : null;
        oneToOne = slots != null;
        gate = oneToOne ? null : runGate;
        shutdown = slots != null ? new OneToOneShutdown<>(ring, slots, runGate, this, this::wakeAll)
                : new MovingShutdown<>(ring, runGate, this, this::wakeAll);
        runSink = runGate == null ? null : new RunSink<>(ring, runGate, shutdown);
        runSource = ring.hasOneProducer() ? new RunSource<>(this, ring, shutdown) : null;
    }

    // ---- put ----

    /*
     * All that is rare leaves by one call, here and in take. What the compiler needs after a call it keeps on the stack
     * from the beginning, and each store there waits behind the one to the slot for the slot's cache line.
     */
    @Override
    public void put(E e) throws InterruptedException {
        if (e != null && !Thread.currentThread().isInterrupted() && (getFlagsVolatile() & RingShutdown.CLOSED) == 0
                && ring.tryOffer(e)) {
            put(e, ELEMENT_WAITERS);
        } else {
            super.put(e);
        }
    }

    @Override
    public boolean offer(E e) {
        checkPut(e);
        return ring.offer(e) && put(e, ELEMENT_WAITERS);
    }

    @Override
    protected boolean tryOffer(E e) {
        checkPut(e);
        return ring.tryOffer(e) && put(e, ELEMENT_WAITERS);
    }

    @Override
    protected boolean offerSilently(E e) {
        checkPut(e);
        return ring.offer(e) && put(e, 0);
    }

    private void checkPut(E e) {
        Objects.requireNonNull(e, "e");
        if ((getFlagsVolatile() & RingShutdown.CLOSED) != 0) {
            throw shutDown("put");
        }
    }

    /** The element is in the ring. Gives true, or throws when the queue was shut down too soon for it. */
    private boolean put(E e, long waiters) {
        // SYNC: wake-up, SYNC: quiet period. After the element's store; see there for what may still be reordered.
        final long seen = getFlagsVolatile() & (waiters | RingShutdown.CLOSED);
        if (seen != 0) {
            afterPut(e, seen);
        }
        return true;
    }

    private void afterPut(E e, long seen) {
        if ((seen & RingShutdown.CLOSED) != 0 && !shutdown.counts(e)) {
            throw shutDown("put");
        }
        signalSeen(seen);
    }

    // ---- take ----

    @Override
    public E take() throws InterruptedException {
        if (!oneToOne) {
            return super.take();
        }
        final E e = Thread.currentThread().isInterrupted() ? null : ring.tryPoll();
        if (e != null && (getFlagsVolatile() & (ROOM_WAITERS | RingShutdown.TERMINATED)) == 0) {
            return e;
        }
        return takeOn(e);
    }

    private E takeOn(@Nullable E first) throws InterruptedException {
        final E e = taken(first, ROOM_WAITERS);
        return e != null ? e : super.take();
    }

    @Override
    public @Nullable E poll() {
        final Ring<E> from = ring;
        return taken(mayTake(from) ? from.poll() : null, ROOM_WAITERS);
    }

    @Override
    protected @Nullable E tryPoll() {
        final Ring<E> from = ring;
        return taken(mayTake(from) ? from.tryPoll() : null, ROOM_WAITERS);
    }

    @Override
    protected @Nullable E pollSilently() {
        final Ring<E> from = ring;
        return taken(mayTake(from) ? from.poll() : null, 0);
    }

    @Override
    protected @Nullable E tryPollSilently() {
        final Ring<E> from = ring;
        return taken(mayTake(from) ? from.tryPoll() : null, 0);
    }

    /* One to one the look that comes after the take is enough: see OneToOneShutdown. */
    private boolean mayTake(Ring<E> from) {
        shutGate(from);
        return oneToOne || !isOver();
    }

    /** The element is out of the ring. Gives it, or null when the queue was over too soon for it. */
    private @Nullable E taken(@Nullable E e, long waiters) {
        if (e == null) {
            openGate();
            return null;
        }
        // SYNC: wake-up, SYNC: quiet period. After the slot was freed.
        final long seen = getFlagsVolatile() & (waiters | RingShutdown.TERMINATED);
        return seen == 0 ? e : afterTake(e, seen);
    }

    private @Nullable E afterTake(E e, long seen) {
        if ((seen & RingShutdown.TERMINATED) != 0 && !shutdown.lastTakeCounts()) {
            return null;
        }
        signalSeen(seen);
        return e;
    }

    @Override
    public @Nullable E peek() {
        final Ring<E> from = ring;
        shutGate(from);
        final E e = isOver() ? null : from.peek();
        openGate();
        return e;
    }

    /* What the shutdown would tell as well, two loads later. */
    private boolean isOver() {
        return (getFlagsVolatile() & RingShutdown.TERMINATED) != 0;
    }

    /* Until the consumer has taken one more. */
    private void shutGate(Ring<E> from) {
        final PaddedCell held = gate;
        if (held != null) {
            // SYNC: gate. Before the look at the state.
            held.setRelease(from.consumerIndex() + 1);
        }
    }

    /* For a consumer that has taken nothing. */
    private void openGate() {
        final PaddedCell held = gate;
        if (held != null) {
            // SYNC: gate. After the last access to the ring.
            held.setRelease(RunSink.OPEN);
        }
    }

    // ---- batches ----

    @Override
    public int fill(Supplier<? extends E> source, int limit) {
        if (runSource == null && !ring.takesRuns()) {
            return super.fill(source, limit);
        }
        checkFill(source, limit);
        try {
            return runSource != null ? runSource.fill(source, limit) : fillFromBuffer(source, limit);
        } finally {
            signalElements();
        }
    }

    private int fillFromBuffer(Supplier<? extends E> source, int limit) {
        final RunBuffer<E> buffer = RunBuffer.take();
        try {
            return buffer.fill(this, ring, shutdown, source, limit);
        } finally {
            buffer.giveBack();
        }
    }

    @Override
    int drainAfter(int before, Consumer<? super E> sink, int limit) {
        final RunSink<E> run = runSink;
        if (run == null) {
            return super.drainAfter(before, sink, limit);
        }
        int taken = before;
        try {
            taken += run.drain(sink, limit - taken);
            for (int step = 0; taken == 0 && limit > 0 && !ring.isDrained() && !isOver(); step++) {
                BriefWait.pause(step);
                taken = run.drain(sink, limit);
            }
        } finally {
            signalRoom();
        }
        return taken;
    }

    // ---- shutdown ----

    @Override
    public void shutdown() {
        shutdown.close();
    }

    @Override
    public List<E> shutdownNow() {
        return shutdown.closeAndEmpty();
    }

    @Override
    public boolean isShutdown() {
        return shutdown.isClosed();
    }

    @Override
    protected boolean isTerminated() {
        return isOver() || shutdown.isClosed() && shutdown.terminateIfEmpty();
    }

    // ---- looks, for any thread ----

    @Override
    public int size() {
        return isOver() ? 0 : ring.size();
    }

    @Override
    public boolean isEmpty() {
        return isOver() || ring.isEmpty();
    }

    @Override
    public int capacity() {
        return ring.capacity;
    }

    /** {@inheritDoc} It is weakly consistent, and its {@code remove} is not supported. */
    @Override
    public Iterator<E> iterator() {
        return isOver() ? Collections.emptyIterator() : ring.iterator();
    }
}
