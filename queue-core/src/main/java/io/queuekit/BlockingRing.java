// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

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
final class BlockingRing<E> extends FlaggedQueue<E> {

    /*
     * One word of flags carries all that an operation must know about others: who waits, and how far the shutdown is.
     * Each operation looks at it before (may I?) and after (must I wake somebody? was the queue shut down meanwhile?),
     * and while nobody waits it changes hardly ever, so that the looks hit the cache.
     */
    private static final long ELEMENT_WAITERS = 1;
    private static final long ROOM_WAITERS = 2;
    private static final int PATIENT_CAPACITY = 16;

    private final Ring<E> ring;
    private final WaitStrategy strategy;
    private final boolean signalled;
    /* Null when there may be many consumers. Up to which index the consumer may be at work in the ring. */
    private final @Nullable PaddedCell gate;
    private final WaitQueue elementWaiters;
    private final WaitQueue roomWaiters;
    private final BriefWait elementWait = new BriefWait();
    private final BriefWait roomWait = new BriefWait();
    private final RingShutdown<E> shutdown;
    private final @Nullable RunSink<E> runSink;
    private final @Nullable RunSource<E> runSource;

    BlockingRing(Ring<E> ring, boolean oneConsumer, WaitStrategy strategy) {
        this(ring, oneConsumer, strategy, WaitQueue.LONG_NAP_NANOS);
    }

    BlockingRing(Ring<E> ring, boolean oneConsumer, WaitStrategy strategy, long longNapNanos) {
        this.ring = ring;
        this.strategy = Objects.requireNonNull(strategy, "wait");
        signalled = strategy.isSignalled();
        gate = oneConsumer ? new PaddedCell(0) : null;
        elementWaiters = new WaitQueue(this, ELEMENT_WAITERS, count -> !ring.isEmpty(), 1, longNapNanos,
                elementWait);
        roomWaiters = new WaitQueue(this, ROOM_WAITERS, count -> ring.capacity - ring.size() >= count,
                ring.capacity < PATIENT_CAPACITY ? 1 : ring.capacity / 2, longNapNanos, roomWait);
        shutdown = new RingShutdown<>(ring, this, gate, this::wakeAll);
        runSink = gate == null ? null : new RunSink<>(ring, gate, shutdown);
        runSource = ring.hasOneProducer() ? new RunSource<>(this, ring, shutdown) : null;
    }

    // ---- put ----

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
        if ((seen & ELEMENT_WAITERS) != 0) {
            elementWaiters.signal();
        }
    }

    @Override
    protected void signalElements() {
        if ((getFlagsVolatile() & ELEMENT_WAITERS) != 0) {
            elementWaiters.signal();
        }
    }

    // ---- take ----

    @Override
    public @Nullable E poll() {
        return taken(pollSilently());
    }

    @Override
    protected @Nullable E tryPoll() {
        return taken(tryPollSilently());
    }

    private @Nullable E taken(@Nullable E e) {
        if (e != null) {
            signalRoom();
        }
        return e;
    }

    @Override
    protected @Nullable E pollSilently() {
        final Ring<E> from = ring;
        shutGate(from);
        final E e = isOver() ? null : from.poll();
        if (e == null) {
            openGate();
        }
        return e;
    }

    @Override
    protected @Nullable E tryPollSilently() {
        final Ring<E> from = ring;
        shutGate(from);
        final E e = isOver() ? null : from.tryPoll();
        if (e == null) {
            openGate();
        }
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

    @Override
    protected void signalRoom() {
        // SYNC: wake-up. After the slot was freed.
        if ((getFlagsVolatile() & ROOM_WAITERS) != 0) {
            roomWaiters.signal();
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

    // ---- wait ----

    @Override
    int awaitBriefly(boolean room, int step) {
        return signalled ? (room ? roomWait : elementWait).await(step) : BriefWait.OVER;
    }

    @Override
    void awaitedBriefly(boolean room, int step, boolean done) {
        if (signalled) {
            final int more = !done ? 0 : room ? ring.capacity - ring.size() : ring.size();
            (room ? roomWait : elementWait).end(step, done, more);
        }
    }

    @Override
    protected QueueWait waitForRoom() {
        return signalled ? roomWaiters.register() : QueueWait.idling(strategy.newIdle());
    }

    @Override
    protected QueueWait waitForElement() {
        return signalled ? elementWaiters.register() : QueueWait.idling(strategy.newIdle());
    }

    private void wakeAll() {
        elementWaiters.signalAll();
        roomWaiters.signalAll();
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
        return ring.size();
    }

    @Override
    public boolean isEmpty() {
        return ring.isEmpty();
    }

    @Override
    public int capacity() {
        return ring.capacity;
    }

    /** {@inheritDoc} It is weakly consistent, and its {@code remove} is not supported. */
    @Override
    public Iterator<E> iterator() {
        return ring.iterator();
    }
}
