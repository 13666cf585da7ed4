--TEST--
An empty command cannot be started
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();
foreach (['', ' ', "true\0false"] as $command) {
    try {
        $peer->createCommandSession($command, []);
    } catch (RuntimeException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$peer->run();
echo "no session was left behind\n";
--EXPECTF--
RuntimeException: Failed to start command process: %s
RuntimeException: Failed to start command process: %s
RuntimeException: Failed to start command process: %s
no session was left behind
