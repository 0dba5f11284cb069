// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Forwards every call to another queue, the default methods included, so that a decorator adds what is its own and
 * changes nothing else.
 *
 * @param <E> the type of the elements
 */
abstract class ForwardingQueue<E> implements RingQueue<E> {

    final RingQueue<E> queue;

    ForwardingQueue(RingQueue<E> queue) {
        this.queue = Objects.requireNonNull(queue, "queue");
    }

    /* The queue cannot know that its decorator is itself. */
    private void checkNotThis(@Nullable Object c) {
        if (c == this) {
            throw new IllegalArgumentException("a queue can be neither drained nor added to itself");
        }
    }

    // ---- put ----

    @Override
    public boolean add(E e) {
        return queue.add(e);
    }

    @Override
    public boolean addAll(Collection<? extends E> c) {
        checkNotThis(c);
        return queue.addAll(c);
    }

    @Override
    public boolean offer(E e) {
        return queue.offer(e);
    }

    @Override
    public boolean offer(E e, long timeout, TimeUnit unit) throws InterruptedException {
        return queue.offer(e, timeout, unit);
    }

    @Override
    public void put(E e) throws InterruptedException {
        queue.put(e);
    }

    @Override
    public int fill(Supplier<? extends E> source, int limit) {
        return queue.fill(source, limit);
    }

    // ---- take ----

    @Override
    public E take() throws InterruptedException {
        return queue.take();
    }

    @Override
    public @Nullable E poll() {
        return queue.poll();
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return queue.poll(timeout, unit);
    }

    @Override
    public E remove() {
        return queue.remove();
    }

    @Override
    public @Nullable E peek() {
        return queue.peek();
    }

    @Override
    public E element() {
        return queue.element();
    }

    @Override
    public int drain(Consumer<? super E> sink, int limit) {
        return queue.drain(sink, limit);
    }

    @Override
    public int drain(Consumer<? super E> sink, int limit, long timeout, TimeUnit unit) throws InterruptedException {
        return queue.drain(sink, limit, timeout, unit);
    }

    @Override
    public int drainTo(Collection<? super E> c) {
        checkNotThis(c);
        return queue.drainTo(c);
    }

    @Override
    public int drainTo(Collection<? super E> c, int maxElements) {
        checkNotThis(c);
        return queue.drainTo(c, maxElements);
    }

    @Override
    public void clear() {
        queue.clear();
    }

    // ---- what a ring refuses ----

    @Override
    public boolean remove(@Nullable Object o) {
        return queue.remove(o);
    }

    @Override
    public boolean removeAll(Collection<?> c) {
        return queue.removeAll(c);
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        return queue.removeIf(filter);
    }

    @Override
    public boolean retainAll(Collection<?> c) {
        return queue.retainAll(c);
    }

    // ---- shutdown ----

    @Override
    public void shutdown() {
        queue.shutdown();
    }

    @Override
    public List<E> shutdownNow() {
        return queue.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return queue.isShutdown();
    }

    // ---- looks ----

    @Override
    public int capacity() {
        return queue.capacity();
    }

    @Override
    public int remainingCapacity() {
        return queue.remainingCapacity();
    }

    @Override
    public int size() {
        return queue.size();
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    @Override
    public boolean contains(@Nullable Object o) {
        return queue.contains(o);
    }

    @Override
    public boolean containsAll(Collection<?> c) {
        return queue.containsAll(c);
    }

    @Override
    public Iterator<E> iterator() {
        return queue.iterator();
    }

    @Override
    public Spliterator<E> spliterator() {
        return queue.spliterator();
    }

    @Override
    public void forEach(Consumer<? super E> action) {
        queue.forEach(action);
    }

    @Override
    public Stream<E> stream() {
        return queue.stream();
    }

    @Override
    public Stream<E> parallelStream() {
        return queue.parallelStream();
    }

    @Override
    public Object[] toArray() {
        return queue.toArray();
    }

    @Override
    public <T> T[] toArray(T[] a) {
        return queue.toArray(a);
    }

    @Override
    public <T> T[] toArray(IntFunction<T[]> generator) {
        return queue.toArray(generator);
    }

    @Override
    public String toString() {
        return queue.toString();
    }
}
