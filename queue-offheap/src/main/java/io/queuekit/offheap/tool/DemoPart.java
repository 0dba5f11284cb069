// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import java.io.IOException;

/** One scene of the demo. */
interface DemoPart {

    String title();

    /**
     * Plays it, prints what happens, and checks it.
     *
     * @throws InterruptedException when the time is up
     */
    void play(DemoRun run) throws IOException, InterruptedException;
}
