--TEST--
Every peer takes part in the tests of this folder; one whose library is missing is left out there, and skipped here
--SKIPIF--
<?php
require __DIR__ . '/../support/every-peer.php';
missing_peers() === [] || die('skip The tests beside this one ran without: ' . implode(', ', missing_peers()));
?>
--FILE--
<?php

use StreamIpc\IpcPeer;

require __DIR__ . '/../support/every-peer.php';

foreach (every_peer() as $name => $make) {
    [$peer] = $make();
    echo $name, ': ', get_parent_class($peer) === IpcPeer::class ? $peer::class : 'not an IpcPeer', "\n";
}
--EXPECT--
native: StreamIpc\NativeIpcPeer
Symfony: StreamIpc\SymfonyIpcPeer
Amp: StreamIpc\AmphpIpcPeer
user: PipePeer
