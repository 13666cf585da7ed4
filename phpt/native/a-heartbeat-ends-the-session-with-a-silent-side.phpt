--TEST--
A heartbeat ends the session of a side that is silent for longer than its limit; a side that is only idle stays
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

$peer = new NativeIpcPeer();
[$idle, $silent, $looking] = array_map(fn () => spawn_worker($peer, LOOKING_WORKER), range(1, 3));
foreach (['idle' => $idle, 'silent' => $silent, 'looking' => $looking] as $name => $session) {
    get_acquainted($session);
    $session->setHeartbeat(0.6);
    $session->onClose(function () use ($name, &$ended) { $ended[$name] = hrtime(true); });
}
// One waits for something to do, one does not run at all, and one is busy, but looks.
$long = $looking->request(new LogMessage('1500'), 20.0);
$asked = $silent->request(new LogMessage('0'), 20.0);
$asked->await();
$silent->signal(SIGSTOP);
$stopped = hrtime(true);
$asked = $silent->request(new LogMessage('0'), 20.0);
echo preg_replace('/: process.*: the/', ': the', thrown_by($asked->await(...))), "\n";
$seconds = ($ended['silent'] - $stopped) / 1e9;
var_dump($seconds >= 0.4 && $seconds < 2.0 ?: $seconds);
echo $long->await()->message, "\n";
$peer->tickFor(0.5);
echo implode(' ', array_keys($ended)), "\n";
echo $idle->request(new LogMessage('0'), 20.0)->await()->message, "\n";
echo thrown_by(fn () => $idle->setHeartbeat(0.0)), "\n";
echo thrown_by(fn () => $idle->setHeartbeat(INF)), "\n";
$silent->signal(SIGKILL);
--EXPECT--
StreamIpc\Transport\PeerClosedException: No reply to request N can come any more: the other side has been silent for Ns, longer than its heartbeat allows: it is gone, cut off, or busy with something that keeps it from reading
bool(true)
done
silent
done
ValueError: StreamIpc\IpcSession::setHeartbeat(): Argument #1 ($seconds) must be greater than 0, and less than for ever
ValueError: StreamIpc\IpcSession::setHeartbeat(): Argument #1 ($seconds) must be greater than 0, and less than for ever
