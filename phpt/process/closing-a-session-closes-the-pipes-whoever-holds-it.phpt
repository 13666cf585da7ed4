--TEST--
close() closes the pipes to a process that the peer started, whoever still holds the session and its streams
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix') || PHP_OS_FAMILY !== 'Linux') die('skip pcntl, posix and Linux are needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/spawned.php';

$peer = new NativeIpcPeer();
foreach ([$peer->spawn(['cat']), $peer->createCommandSession('exec cat', getenv())] as $session) {
    $streams = $session->getTransport()->getReadStreams();
    $session->close();
    var_dump(ends($session->getPid()), is_resource($streams[0]));
}
?>
--EXPECT--
bool(true)
bool(false)
bool(true)
bool(false)
