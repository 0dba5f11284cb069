// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.nio.file.Path;

/** A process that has to do with a broadcast, until it is killed. */
public final class BroadcastChild {

    private BroadcastChild() {
    }

    /** The file, and what to do. */
    public static void main(String[] args) throws Exception {
        final Path file = Path.of(args[0]);
        switch (args[1]) {
            case "join" -> {
                Broadcasts.join(file, BroadcastTestCase.Telltale.CODEC);
                System.out.println("joined");
            }
            case "send" -> {
                final var sender = Broadcasts.open(file, BroadcastTestCase.Telltale.CODEC);
                sender.send(sender.sent());
                System.out.println("sent");
            }
            default -> throw new IllegalArgumentException(args[1]);
        }
        System.in.read();
    }
}
