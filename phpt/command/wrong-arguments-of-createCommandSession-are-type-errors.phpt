--TEST--
Wrong arguments of createCommandSession() are type errors
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();
foreach ([[[], []], ['true', 'none'], ['true', [], []], ['true']] as $arguments) {
    try {
        $peer->createCommandSession(...$arguments);
    } catch (TypeError $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
--EXPECT--
TypeError: StreamIpc\NativeIpcPeer::createCommandSession(): Argument #1 ($command) must be of type string, array given
TypeError: StreamIpc\NativeIpcPeer::createCommandSession(): Argument #2 ($args) must be of type array, string given
TypeError: StreamIpc\NativeIpcPeer::createCommandSession(): Argument #3 ($cwd) must be of type ?string, array given
ArgumentCountError: StreamIpc\NativeIpcPeer::createCommandSession() expects at least 2 arguments, 1 given
