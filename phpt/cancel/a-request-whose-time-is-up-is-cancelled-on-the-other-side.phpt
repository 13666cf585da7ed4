--TEST--
A request whose time is up is cancelled on the other side, and the worker is free for the next one
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

$peer = new NativeIpcPeer();
$session = spawn_worker($peer, LOOKING_WORKER);
get_acquainted($session);
$start = hrtime(true);
echo thrown_by($session->request(new LogMessage('20000'), 0.2)->await(...)), "\n";
echo $session->request(new LogMessage('10'), 20.0)->await()->message, "\n";
$seconds = (hrtime(true) - $start) / 1e9;
var_dump($seconds < 2.0 ?: $seconds);
--EXPECT--
StreamIpc\Transport\TimeoutException: IPC request timed out after Ns
done
bool(true)
