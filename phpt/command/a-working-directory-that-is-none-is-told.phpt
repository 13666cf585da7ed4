--TEST--
createCommandSession() refuses a working directory that does not exist or is a file, and says so
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();
foreach ([__DIR__ . '/no-such-directory', __FILE__, ''] as $directory) {
    try {
        $peer->createCommandSession('true', [], $directory);
        echo "started\n";
    } catch (RuntimeException $e) {
        echo str_replace(__DIR__, '', $e->getMessage()), "\n";
    }
}
--EXPECTF--
Failed to start command process: %s/no-such-directory%s
Failed to start command process: %s/a-working-directory-that-is-none-is-told.php%s
Failed to start command process: %s
