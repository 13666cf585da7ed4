--TEST--
Two peers that send 64 messages of 64 KiB before they read do not deadlock on pipes
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/flood.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
flood_both_ways($peer, start_worker($peer, flood_worker_code()));
--EXPECT--
here: 64 messages in order
the worker: 64 messages in order
