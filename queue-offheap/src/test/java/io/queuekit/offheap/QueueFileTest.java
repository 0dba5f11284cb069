// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.layout.HeaderDescriptor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queue files that are made, opened and destroyed, and every file that must be refused. */
@Timeout(60)
class QueueFileTest {

    private static final QueueSpec SPEC = QueueSpec.spsc(4, 100);
    private static final int LENGTH = 5120 + 4 * (8 + 104);

    @TempDir
    Path directory;
    Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("q");
    }

    @AfterEach
    void nothingStaysOpen() throws IOException {
        assertEquals(List.of(), Folder.open(directory));
    }

    private SharedQueue<Long> create() {
        return SharedQueues.create(file, SPEC, Codec.int64());
    }

    private SharedQueue<Long> open() {
        return SharedQueues.open(file, Codec.int64());
    }

    private SharedQueue<Long> openOrCreate() {
        return SharedQueues.openOrCreate(file, SPEC, Codec.int64());
    }

    /** Opening is refused, by a message that has these parts and the file, and leaves the directory as it is. */
    private void refused(String... parts) throws IOException {
        final List<String> before = Folder.names(directory);
        for (final var opening : List.<Runnable>of(this::open, this::openOrCreate, () -> SharedQueues.destroy(file))) {
            final String message = assertThrows(QueueFileException.class, opening::run).getMessage();
            for (final String part : parts) {
                assertTrue(message.contains(part), message);
            }
            assertTrue(message.endsWith(" file=" + file), message);
        }
        assertEquals(before, Folder.names(directory));
        assertEquals(List.of(), Folder.open(directory));
    }

    private List<String> names() {
        return Folder.names(directory);
    }

    private void createAndClose() {
        create().close();
    }

    // ---- making ----

    @Test
    void makesPrivateFilesOfFullLength() throws IOException {
        try (var queue = create()) {
            final String lock = Folder.lockFile(file).getFileName().toString();
            assertEquals(List.of(lock, "q"), names());
            assertEquals(LENGTH, Files.size(file));
            assertEquals(SPEC.fileLength(), Files.size(file));
            for (final String name : names()) {
                assertEquals("rw-------", PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve(name))));
            }
            assertEquals(file, queue.file());
        }
    }

    @Test
    void createRefusesWhatExists() throws IOException {
        createAndClose();
        final List<String> before = names();
        final byte[] bytes = Files.readAllBytes(file);
        final String message = assertThrows(QueueFileException.class, this::create).getMessage();
        assertTrue(message.contains("exists already") && message.endsWith("file=" + file), message);
        assertEquals(before, names());
        assertEquals(-1, Arrays.mismatch(bytes, Files.readAllBytes(file)));
    }

    @Test
    void createRefusesAForeignFile() throws IOException {
        Files.writeString(file, "something else");
        assertThrows(QueueFileException.class, this::create);
        assertEquals("something else", Files.readString(file));
        assertEquals(List.of("q"), names());
    }

    @Test
    void missingDirectoryIsNamed() {
        file = directory.resolve("none").resolve("q");
        for (final var making : List.<Runnable>of(this::create, this::openOrCreate)) {
            final String message = assertThrows(QueueFileException.class, making::run).getMessage();
            assertTrue(message.contains("directory=" + directory.resolve("none")), message);
            assertTrue(message.endsWith("file=" + file), message);
        }
        assertThrows(QueueFileException.class, this::open);
        assertFalse(SharedQueues.destroy(file));
        assertEquals(List.of(), names());
    }

    @Test
    void directoryThatIsAFileIsRefused() throws IOException {
        final Path notDirectory = Files.writeString(directory.resolve("text"), "x");
        file = notDirectory.resolve("q");
        assertThrows(QueueFileException.class, this::create);
        assertThrows(QueueFileException.class, this::open);
        assertThrows(QueueFileException.class, this::openOrCreate);
        assertEquals(List.of("text"), names());
    }

    @Test
    void nameTooLongForTheFileSystemLeavesNothing() {
        file = directory.resolve("n".repeat(250));
        assertThrows(QueueFileException.class, this::create);
        assertEquals(List.of(), names());
    }

    @Test
    void specRefusesMoreThanOneGibibyte() {
        final int most = (int) ((HeaderDescriptor.MAX_FILE_LENGTH - HeaderDescriptor.HEADER_LENGTH) / 16);
        assertEquals(HeaderDescriptor.MAX_FILE_LENGTH, QueueSpec.spsc(most, 8).fileLength());
        final String message =
                assertThrows(IllegalArgumentException.class, () -> QueueSpec.spsc(most + 1, 8)).getMessage();
        assertTrue(message.contains("fileLength=1073741840 max=1073741824"), message);
        assertThrows(IllegalArgumentException.class, () -> QueueSpec.spsc(1, 1 << 30));
        assertThrows(IllegalArgumentException.class, () -> QueueSpec.spsc(Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource({"0,1,capacity=0 min=1", "-1,1,capacity=-1 min=1", "1,0,maxMessageBytes=0 min=1",
            "1,-2147483648,maxMessageBytes=-2147483648 min=1"})
    void specRefusesNumbersBelowOne(int capacity, int maxMessageBytes, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
                () -> QueueSpec.spsc(capacity, maxMessageBytes)).getMessage());
    }

    @Test
    void interruptedCreateLeavesNothing() {
        Thread.currentThread().interrupt();
        final var refused = assertThrows(QueueFileException.class, this::create);
        assertTrue(Thread.interrupted());
        assertTrue(refused.getCause() instanceof ClosedByInterruptException, refused::toString);
        assertEquals(List.of(), names());
    }

    // ---- opening ----

    @Test
    void missingFile() {
        final String message = assertThrows(QueueFileException.class, this::open).getMessage();
        assertTrue(message.contains("no such queue") && message.endsWith("file=" + file), message);
        assertFalse(SharedQueues.destroy(file));
        assertEquals(List.of(), names());
    }

    @Test
    void emptyFile() throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        refused("length=0", "min=5120");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2000})
    void foreignText(int lines) throws IOException {
        Files.writeString(file, "this is not a queue\n".repeat(lines));
        refused(lines == 1 ? "length=20" : "magic=", lines == 1 ? "min=5120" : "expected=");
    }

    @Test
    void zeros() throws IOException {
        Files.write(file, new byte[LENGTH]);
        refused("magic=0", "expected=" + Long.toHexString(HeaderDescriptor.MAGIC));
    }

    @Test
    void truncated() throws IOException {
        createAndClose();
        final var lengths = new TreeSet<Integer>();
        for (int length = 0; length < LENGTH; length += 512) {
            lengths.add(length);
        }
        for (final int boundary : List.of(8, 120, 124, 128, 256, 1024, 4096, 5120, 5128, 5232, LENGTH)) {
            lengths.addAll(List.of(boundary - 1, boundary, boundary + 1));
        }
        for (final int length : lengths.headSet(LENGTH, false).descendingSet()) {
            try (var access = new RandomAccessFile(file.toFile(), "rw")) {
                access.setLength(length);
            }
            refused(length < 5120 ? "length=" + length : "fileLength=" + length,
                    length < 5120 ? "min=5120" : "expected=" + LENGTH);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 8, 112, 1 << 20, 1 << 30})
    void longerThanItShouldBe(long more) throws IOException {
        createAndClose();
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(LENGTH + more);
        }
        refused("ength=" + (LENGTH + more), more < 1 << 30 ? "expected=" + LENGTH : "max=1073741824");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, -1})
    void otherLayoutVersion(int version) throws IOException {
        createAndClose();
        Folder.writeInt(file, HeaderDescriptor.LAYOUT_VERSION_OFFSET, version);
        Folder.writeChecksum(file);
        refused("layoutVersion=" + version, "expected=1");
    }

    @ParameterizedTest
    @CsvSource({"12,0,headerLength=0,expected=5120", "16,5,topology=5,expected=1 to 4",
            "16,0,topology=0,expected=1 to 4",
            "20,0,capacity=0,min=1", "20,5,fileLength=5568,expected=5680", "20,2147483647,fileLength=,max=1073741824",
            "24,-1,maxMessageBytes=-1,min=1", "24,1000,fileLength=5568,expected=", "28,8,slotStride=8,expected=112",
            "32,5569,fileLength=5568,expected=5569", "124,1,reserved=1,expected=0"})
    void wrongFieldBehindARightChecksum(int offset, int value, String found, String expected) throws IOException {
        createAndClose();
        Folder.writeInt(file, offset, value);
        Folder.writeChecksum(file);
        refused(found, expected);
    }

    @Test
    void otherByteOrder() throws IOException {
        createAndClose();
        Folder.writeLong(file, HeaderDescriptor.MAGIC_OFFSET, Long.reverseBytes(HeaderDescriptor.MAGIC));
        Folder.writeChecksum(file);
        refused("magic=" + Long.toHexString(Long.reverseBytes(HeaderDescriptor.MAGIC)), "expected=");
    }

    @Test
    void everySingleFlippedBitOfTheHeaderIsRefused() throws IOException {
        createAndClose();
        final byte[] header = Arrays.copyOf(Files.readAllBytes(file), HeaderDescriptor.STATE_OFFSET);
        assertEquals(128, header.length);
        final List<String> before = names();
        for (int bit = 0; bit < 1024; bit++) {
            final int at = bit / 8;
            Folder.write(file, at, (byte) (header[at] ^ 1 << bit % 8));
            final int flipped = bit;
            final String message =
                    assertThrows(QueueFileException.class, this::open, () -> "bit=" + flipped).getMessage();
            assertTrue(message.matches(".*\\w+=-?\\w+ expected=-?\\w+ file=" + Pattern.quote(file.toString())),
                    message);
            Folder.write(file, at, header[at]);
        }
        assertEquals(before, names());
        assertEquals(List.of(), Folder.open(directory));
        open().close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, -1, Long.MIN_VALUE})
    void stateThatIsNone(long state) throws IOException {
        createAndClose();
        Folder.writeLong(file, HeaderDescriptor.STATE_OFFSET, state);
        refused("state=" + state, "min=1", "max=4");
    }

    @Test
    void bootOfYesterday() throws IOException {
        createAndClose();
        Folder.writeLong(file, HeaderDescriptor.BOOT_ID_OFFSET, 0x1234_5678_9abc_def0L);
        Folder.writeChecksum(file);
        refused("bootId=123456789abcdef0", "expected=");
    }

    @Test
    void lockFileMissing() throws IOException {
        createAndClose();
        final Path lock = Folder.lockFile(file);
        Files.delete(lock);
        refused("lock file", "lockFile=" + lock);
    }

    @Test
    void lockFileThatIsALink() throws IOException {
        createAndClose();
        final Path lock = Folder.lockFile(file);
        Files.move(lock, directory.resolve("elsewhere"));
        Files.createSymbolicLink(lock, directory.resolve("elsewhere"));
        refused("cannot be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw--w----", "rw-----w-", "rw-rw-rw-"})
    void writableForOthers(String mode) throws IOException {
        createAndClose();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        refused("permissions=" + mode, "expected=rw-------");
    }

    @Test
    void symbolicLinkToAQueue() throws IOException {
        createAndClose();
        file = Files.createSymbolicLink(directory.resolve("link"), file);
        refused("found=symbolic link", "expected=regular file");
        assertThrows(QueueFileException.class, this::create);
    }

    @Test
    void symbolicLinkToNothing() throws IOException {
        final Path target = directory.resolve("target");
        Files.createSymbolicLink(file, target);
        refused("found=symbolic link");
        assertThrows(QueueFileException.class, this::create);
        assertFalse(Files.exists(target, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void directoryInPlaceOfTheFile() throws IOException {
        Files.createDirectory(file);
        refused("found=other kind of file", "expected=regular file");
    }

    @Test
    void otherParametersPrintsBoth() throws IOException {
        createAndClose();
        final List<String> before = names();
        final var other = QueueSpec.spsc(5, 200);
        final String message = assertThrows(QueueFileException.class,
                () -> SharedQueues.openOrCreate(file, other, Codec.int64())).getMessage();
        assertTrue(message.contains("found=" + SPEC) && message.contains("expected=" + other), message);
        assertEquals(before, names());
    }

    @Test
    void interruptedOpenIsRefusedAndHarmless() throws IOException {
        createAndClose();
        Thread.currentThread().interrupt();
        final var refused = assertThrows(QueueFileException.class, this::open);
        assertTrue(Thread.interrupted());
        assertTrue(refused.getMessage().contains("ClosedByInterruptException"), refused::getMessage);
        assertEquals(List.of(), Folder.open(directory));
        open().close();
    }

    @Test
    void contentOutlivesItsUsers() throws InterruptedException {
        try (var queue = openOrCreate()) {
            queue.put(7L);
        }
        try (var queue = openOrCreate()) {
            assertEquals(7, queue.take());
        }
    }

    @Test
    void relativeAndCrookedPathsLeadToTheSameQueue() {
        try (var queue = create(); var again = SharedQueues.open(directory.resolve("./../" + directory.getFileName()
                + "/q"), Codec.int64())) {
            queue.add(1L);
            assertEquals(1L, again.poll());
            assertEquals(1, queue.stats().attached());
            final Path relative = Path.of("").toAbsolutePath().relativize(file);
            try (var third = SharedQueues.open(relative, Codec.int64())) {
                assertTrue(third.file().isAbsolute());
            }
        }
    }

    // ---- destroying ----

    @Test
    void destroyDeletesEverything() {
        createAndClose();
        assertTrue(SharedQueues.destroy(file));
        assertEquals(List.of(), names());
        assertFalse(SharedQueues.destroy(file));
    }

    @Test
    void destroyEndsTheQueueForAllInThisProcess() throws InterruptedException {
        try (var producer = create(); var consumer = open(); var idle = open()) {
            producer.put(1L);
            producer.put(2L);
            assertEquals(1, consumer.take());
            assertTrue(SharedQueues.destroy(file));
            assertThrows(QueueShutdownException.class, () -> producer.put(3L));
            assertThrows(QueueShutdownException.class, () -> producer.offer(3L));
            assertThrows(QueueShutdownException.class, consumer::take);
            assertThrows(QueueShutdownException.class, consumer::lease);
            assertTrue(idle.isShutdown());
            assertEquals(List.of(), names());
        }
    }

    @Test
    void destroyWakesWhoWaitsInAnotherProcess() throws InterruptedException {
        SharedQueues.create(file, QueueSpec.spsc(1, 8), Codec.int64()).close();
        try (var taker = ChildJvm.start(QueueChild.class); var putter = ChildJvm.start(QueueChild.class)) {
            QueueChild.ask(taker, "open " + file);
            QueueChild.ask(putter, "open " + file);
            assertEquals("= waits", QueueChild.ask(taker, "wait take"));
            assertEquals("= put", QueueChild.ask(putter, "put 5"));
            assertEquals("= 5", taker.expectLine("=", QueueChild.SOON));
            assertEquals("= put", QueueChild.ask(putter, "put 6"));
            assertEquals("= waits", QueueChild.ask(putter, "wait put"));
            assertTrue(SharedQueues.destroy(file));
            final String put = putter.expectLine("", QueueChild.SOON);
            assertTrue(put.startsWith("! QueueShutdownException") && put.contains("destroyed"), put);
            final String take = QueueChild.ask(taker, "take");
            assertTrue(take.startsWith("! QueueShutdownException") && take.contains("destroyed"), take);
        }
    }

    @Test
    void destroyWakesABlockedTakeInAnotherProcess() throws InterruptedException {
        createAndClose();
        try (var taker = ChildJvm.start(QueueChild.class)) {
            QueueChild.ask(taker, "open " + file);
            assertEquals("= waits", QueueChild.ask(taker, "wait take"));
            assertTrue(SharedQueues.destroy(file));
            final String take = taker.expectLine("", QueueChild.SOON);
            assertTrue(take.startsWith("! QueueShutdownException") && take.contains("file=" + file), take);
        }
    }

    @Test
    void destroyLeavesWhatIsNoQueue() throws IOException {
        Files.writeString(file, "not yours");
        assertThrows(QueueFileException.class, () -> SharedQueues.destroy(file));
        assertEquals("not yours", Files.readString(file));
    }

    @Test
    void newQueueOfTheSameNameIsAnotherQueue() throws InterruptedException {
        final var old = create();
        try {
            old.put(1L);
            assertEquals(1L, old.peek());
            assertTrue(SharedQueues.destroy(file));
            try (var fresh = create()) {
                assertNull(fresh.poll());
                fresh.put(2L);
                assertThrows(QueueShutdownException.class, () -> old.put(3L));
                assertThrows(QueueShutdownException.class, old::take);
                assertEquals(1, fresh.size());
                assertEquals(2, fresh.take());
                old.close();
                assertEquals(2, names().size());
                assertEquals(1, fresh.stats().attached());
            }
        } finally {
            old.close();
        }
        assertEquals(2, names().size());
    }

    // ---- what a killed process leaves ----

    @Test
    void destructionThatWasCutOffIsFinishedByOpen() throws IOException {
        destroyedByHalf();
        assertTrue(assertThrows(QueueFileException.class, this::open).getMessage().contains("no such queue"));
        assertEquals(List.of(), names());
    }

    @Test
    void destructionThatWasCutOffIsFinishedByDestroy() throws IOException {
        destroyedByHalf();
        assertTrue(SharedQueues.destroy(file));
        assertEquals(List.of(), names());
    }

    @Test
    void destructionThatWasCutOffIsFinishedByCreateAndByOpenOrCreate() throws IOException {
        destroyedByHalf();
        create().close();
        assertEquals(2, names().size());
        open().close();
        SharedQueues.destroy(file);
        destroyedByHalf();
        try (var fresh = openOrCreate()) {
            assertFalse(fresh.isShutdown());
        }
    }

    @Test
    void destructionThatWasCutOffIsFinishedWhileAnOldObjectIsOpen() throws IOException {
        try (var old = create()) {
            Folder.writeLong(file, HeaderDescriptor.STATE_OFFSET, HeaderDescriptor.DESTROYED);
            try (var fresh = openOrCreate()) {
                fresh.add(1L);
                assertThrows(QueueShutdownException.class, () -> old.add(1L));
            }
        }
    }

    @Test
    void destructionThatFailedIsRepeated() throws IOException {
        try (var old = create()) {
            Thread.currentThread().interrupt();
            assertThrows(QueueFileException.class, () -> SharedQueues.destroy(file));
            assertTrue(Thread.interrupted());
            assertTrue(SharedQueues.destroy(file));
            assertThrows(QueueShutdownException.class, old::take);
        }
        assertEquals(List.of(), names());
    }

    /** A destroyer that was stopped before it took its turn, and goes on when the name leads to another queue. */
    @Test
    void lateDestroyerLeavesTheNewQueueAlone() throws IOException {
        createAndClose();
        try (QueueFile old = QueueFile.open(file)) {
            assertTrue(SharedQueues.destroy(file));
            createAndClose();
            assertFalse(old.delete());
            assertEquals(2, names().size());
            openOrCreate().close();
        }
    }

    /** The destroyer is stopped, not dead: it may delete whatever bears the name when it goes on. */
    @Test
    void destructionThatHangsEndsInAnException() throws IOException, InterruptedException {
        destroyedByHalf();
        try (var destroyer = ChildJvm.start(QueueChild.class)) {
            assertEquals("= true", QueueChild.ask(destroyer, "lock " + Folder.lockFile(file) + " "
                    + HeaderDescriptor.DESTROYER_LOCK));
            destroyer.stop();
            assertThrows(QueueFileException.class, this::openOrCreate);
            assertThrows(QueueFileException.class, this::create);
            assertThrows(QueueFileException.class, this::open);
            assertFalse(SharedQueues.destroy(file));
            assertEquals(2, names().size());
            destroyer.kill();
            openOrCreate().close();
        }
    }

    private void destroyedByHalf() throws IOException {
        createAndClose();
        Folder.writeLong(file, HeaderDescriptor.STATE_OFFSET, HeaderDescriptor.DESTROYED);
    }

    private List<Path> leftovers(String name, int id) throws IOException {
        final String stem = "." + name + "." + String.format("%032x", id);
        return List.of(Files.createFile(directory.resolve(stem + ".lk")),
                Files.write(directory.resolve(stem + ".tmp"), new byte[LENGTH]));
    }

    @Test
    void creatorThatWasKilledIsSweptByTheNext() throws IOException {
        leftovers("q", 1);
        leftovers("q", 2);
        Files.delete(leftovers("q", 3).get(1));
        final List<Path> others = leftovers("q.r", 4);
        Files.createFile(directory.resolve(".q.lk"));
        Files.createFile(directory.resolve(".q.tmp"));
        Files.createFile(directory.resolve(".q.0123.lk"));
        createAndClose();
        final var expected = new TreeSet<>(List.of("q", ".q.lk", ".q.tmp", ".q.0123.lk"));
        others.forEach(other -> expected.add(other.getFileName().toString()));
        final var left = new TreeSet<>(names());
        left.removeIf(name -> name.matches("\\.q\\.[0-9a-f]{32}\\.lk") && !expected.contains(name));
        assertEquals(expected, left);
        assertEquals(7, names().size());
    }

    @Test
    void creatorThatLivesIsNotSwept() throws IOException, InterruptedException {
        final List<Path> living = leftovers("q", 1);
        final List<Path> attached = leftovers("q", 2);
        try (var creator = ChildJvm.start(QueueChild.class)) {
            assertEquals("= true", QueueChild.ask(creator, "lock " + living.get(0) + " 0"));
            assertEquals("= true", QueueChild.ask(creator, "lock " + attached.get(0) + " 127"));
            createAndClose();
            assertTrue(living.stream().allMatch(Files::exists));
            assertTrue(attached.stream().allMatch(Files::exists));
            creator.kill();
        }
        SharedQueues.destroy(file);
        createAndClose();
        assertEquals(2, names().size());
    }

    @Test
    void creatorThatWasKilledAfterItsLinkLeavesNothingForEver() throws IOException {
        createAndClose();
        final String lock = Folder.lockFile(file).toString();
        Files.createLink(Path.of(lock.substring(0, lock.length() - 3) + ".tmp"), file);
        open().close();
        assertTrue(SharedQueues.destroy(file));
        assertEquals(List.of(), names());
    }

    /** A child that makes the longest queue that is quick to make is killed while it writes it. */
    @Test
    void creatorThatIsReallyKilled() throws IOException, InterruptedException {
        try (var creator = ChildJvm.start(QueueChild.class)) {
            creator.sendLine("create " + file + " 1000 500000");
            while (names().stream().noneMatch(name -> name.endsWith(".tmp")) && !Files.exists(file)) {
                Thread.onSpinWait();
            }
            creator.kill();
        }
        assertFalse(Files.exists(file), "made before it was killed");
        assertEquals(2, names().size());
        createAndClose();
        assertEquals(2, names().size());
        assertEquals(LENGTH, Files.size(file));
    }
}
