--TEST--
A program and its arguments in the place of the environment are refused: the text says what goes where
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/mistakes.php';

$peer = new NativeIpcPeer();
foreach ([['php', 'worker.php'], ['PATH' => '/bin', 'worker.php'], ['']] as $environment) {
    try {
        $peer->createCommandSession('exit 1', $environment);
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
// A list of NAME=value is an environment, too.
var_dump($peer->createCommandSession('exec cat', ['NAME=value', 'EMPTY='])->isOpen());
--EXPECT--
StreamIpc\NativeIpcPeer::createCommandSession(): Argument #2 ($args) must be the environment of the command, names and values as from getenv(), but "php" names no variable: the program and its arguments go first, into $command
StreamIpc\NativeIpcPeer::createCommandSession(): Argument #2 ($args) must be the environment of the command, names and values as from getenv(), but "worker.php" names no variable: the program and its arguments go first, into $command
StreamIpc\NativeIpcPeer::createCommandSession(): Argument #2 ($args) must be the environment of the command, names and values as from getenv(), but "" names no variable: the program and its arguments go first, into $command
bool(true)
