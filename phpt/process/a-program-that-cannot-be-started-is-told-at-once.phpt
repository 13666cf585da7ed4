--TEST--
spawn() of a program that cannot be started throws at once, with the system's reason and advice
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();
$attempts = [
    fn () => $peer->spawn(['/no/such/program']),
    fn () => $peer->spawn(['php worker.php']),
    fn () => $peer->spawn(['/etc/passwd']),
    fn () => $peer->spawn(['true'], null, '/no/such/directory'),
    fn () => $peer->spawn([]),
    fn () => $peer->spawn(['']),
    fn () => $peer->spawn(['true', 1]),
    fn () => $peer->spawn(["true\0"]),
    fn () => $peer->spawn(['true'], ['A' => 1]),
];
foreach ($attempts as $attempt) {
    try {
        $attempt();
    } catch (Throwable $e) {
        echo $e::class, ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
RuntimeException: Failed to start the program: "/no/such/program": No such file or directory (os error 2); give a path, or a name that PATH finds, and the arguments as further elements
RuntimeException: Failed to start the program: "php worker.php": No such file or directory (os error 2); give a path, or a name that PATH finds, and the arguments as further elements
RuntimeException: Failed to start the program: "/etc/passwd": Permission denied (os error 13); is it executable (chmod +x)?
RuntimeException: Failed to start the program: the working directory "/no/such/directory" is not a directory
ValueError: StreamIpc\NativeIpcPeer::spawn(): Argument #1 ($command) must name a program first
ValueError: StreamIpc\NativeIpcPeer::spawn(): Argument #1 ($command) must name a program first
TypeError: StreamIpc\NativeIpcPeer::spawn(): Argument #1 ($command) must be a list of strings, the program and its arguments; int given in it
ValueError: StreamIpc\NativeIpcPeer::spawn(): Argument #1 ($command) must not contain any null bytes
TypeError: StreamIpc\NativeIpcPeer::spawn(): Argument #2 ($env) must be an array of strings, int given for key "A"
