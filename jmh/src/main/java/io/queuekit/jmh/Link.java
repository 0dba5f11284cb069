// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

/**
 * The queues of one trial in their scratch directory, and the partner at the other end. Who takes makes the queue: a
 * socket has to be there before one connects to it, and a subscriber before one publishes.
 */
final class Link implements AutoCloseable {

    private final Scratch scratch = new Scratch();
    private final MessageKind.Channel replies;
    private final MessageKind.Channel requests;
    private final Partner partner;

    /** Starts the partner: one that produces into the requests, or one that answers them. */
    Link(final Job.Role role, final MessageKind kind, final int bytes, final Where where) {
        final var job = new Job(role, kind, bytes, scratch.directory());
        replies = role == Job.Role.ECHO ? kind.create(job.replies(), bytes) : null;
        if (where == Where.THREADS) {
            final var both = kind.create(job.requests(), bytes);
            requests = both;
            partner = new PartnerThread(() -> work(both, bytes));
        } else if (role == Job.Role.PRODUCE) {
            requests = kind.create(job.requests(), bytes);
            partner = new PartnerJvm(job);
        } else {
            partner = new PartnerJvm(job);
            requests = kind.open(job.requests(), bytes);
        }
    }

    private void work(final MessageKind.Channel from, final int bytes) throws InterruptedException {
        if (replies == null) {
            Messages.produce(from, bytes);
        } else {
            Messages.echo(from, replies);
        }
    }

    MessageKind.Channel requests() {
        return requests;
    }

    /** For answers; null when the partner only produces. */
    MessageKind.Channel replies() {
        return replies;
    }

    Partner partner() {
        return partner;
    }

    /** The one that was made first closes last. */
    @Override
    public void close() {
        try (scratch; replies; requests) {
            partner.close();
        }
    }
}
