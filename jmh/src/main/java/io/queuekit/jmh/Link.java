// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

/** The queues of one trial in their scratch directory, and the partner at the other end. */
final class Link implements AutoCloseable {

    private final Scratch scratch = new Scratch();
    private final MessageKind.Channel requests;
    private final MessageKind.Channel replies;
    private final Partner partner;

    /** Makes the queues, then starts the partner: one that produces into the requests, or one that answers them. */
    Link(final Job.Role role, final MessageKind kind, final int bytes, final Where where) {
        final var job = new Job(role, kind, bytes, scratch.directory());
        requests = kind.create(job.requests(), bytes);
        replies = kind.create(job.replies(), bytes);
        partner = where == Where.JVMS ? new PartnerJvm(job) : new PartnerThread(() -> work(role, bytes));
    }

    private void work(final Job.Role role, final int bytes) throws InterruptedException {
        if (role == Job.Role.PRODUCE) {
            Messages.produce(requests, bytes);
        } else {
            Messages.echo(requests, replies);
        }
    }

    MessageKind.Channel requests() {
        return requests;
    }

    MessageKind.Channel replies() {
        return replies;
    }

    Partner partner() {
        return partner;
    }

    @Override
    public void close() {
        try (scratch; requests; replies) {
            partner.close();
        }
    }
}
