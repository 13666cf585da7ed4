--TEST--
Two peers may send each other a message of 64 MiB at once
--INI--
memory_limit=-1
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/flood.php';

pcntl_alarm(60);
$peer = new NativeIpcPeer();
flood_both_ways($peer, start_worker($peer, flood_worker_code(count: 1, size: 64 << 20)), 1, 64 << 20);
--EXPECT--
here: 1 messages in order
the worker: 1 messages in order
