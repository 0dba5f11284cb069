// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.RingDescriptor.LEASER_LOCKS;
import static io.queuekit.offheap.layout.RingDescriptor.MAX_LEASERS;

/** Who has leases: the record of this queue object, and those of others, of whom some may have died. */
final class Leasers {

    private final ReferenceRing ring;
    private final LeaseBlocks blocks;
    private final RoleLock[] records = new RoleLock[MAX_LEASERS];
    /** 1 + the number of our record, 0 before there is one. */
    private volatile int own;
    private int suspect;
    /** All has been given back; what is the kernel's may be closed. */
    private boolean left;

    Leasers(ReferenceRing ring, LeaseBlocks blocks) {
        this.ring = ring;
        this.blocks = blocks;
        for (int i = 0; i < MAX_LEASERS; i++) {
            records[i] = new RoleLock(ring.file, "leaser " + i, LEASER_LOCKS + i, ring.layout.leaserRecord(i));
        }
    }

    /** The number that our blocks bear; takes a record if need be. */
    int own() {
        final int number = own;
        return number != 0 ? number : register();
    }

    private synchronized int register() {
        if (left) {
            throw new IllegalStateException("queue object is closed: file=" + ring.file.path);
        }
        for (int i = 0; own == 0 && i < MAX_LEASERS; i++) {
            final int number = i + 1;
            if (records[i].tryAcquire(() -> blocks.recovery.recover(number))) {
                own = number;
            }
        }
        if (own == 0) {
            throw new QueueFileException(ring.file.path,
                    "too many that lease: attached=" + MAX_LEASERS + " max=" + MAX_LEASERS);
        }
        return own;
    }

    /** Gives back what all dead ones had. Returns how many messages that was. */
    synchronized int recoverAll() {
        int givenBack = 0;
        for (int i = 0; !left && i < MAX_LEASERS; i++) {
            givenBack += recover(i);
        }
        blocks.announceWaiting();
        return givenBack;
    }

    /** Looks after one other that leases, another each time: at most one call to the kernel. */
    synchronized void recoverNext() {
        for (int i = 0; !left && i < MAX_LEASERS; i++) {
            suspect = (suspect + 1) % MAX_LEASERS;
            if (records[suspect].isElsewhere()) {
                recover(suspect);
                break;
            }
        }
        blocks.announceWaiting();
    }

    private int recover(int record) {
        final int[] givenBack = new int[1];
        records[record].recoverIfDead(() -> givenBack[0] = blocks.recovery.recover(record + 1));
        return givenBack[0];
    }

    long recovered() {
        long sum = 0;
        for (final RoleLock record : records) {
            sum += record.recovered();
        }
        return sum;
    }

    /** Gives back all that is out on lease, and the record. Nobody leases by way of this object any more. */
    synchronized void leave() {
        left = true;
        final int number = own;
        if (number != 0) {
            own = 0;
            try {
                blocks.recovery.recover(number);
            } finally {
                records[number - 1].release();
            }
        }
    }
}
