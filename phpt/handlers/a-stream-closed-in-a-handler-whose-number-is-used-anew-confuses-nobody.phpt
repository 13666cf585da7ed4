--TEST--
A handler may close the stream resource of its session and open another, which gets the same descriptor
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$old = $peer->createStreamSession($ours, $ours);
$old->onException(function (Throwable $e) use (&$log) { $log['old'][] = get_class($e); });
$old->onClose(function () use (&$log) { $log['old'][] = 'closed'; });
$old->onMessage(function (LogMessage $message) use ($peer, &$ours, &$new, &$newSocket, &$log) {
    $log['old'][] = $message->message;
    if ($message->message === 'one') {
        fclose($ours);
        [$new, $newSocket] = session_and_socket($peer);
        $new->onMessage(function (LogMessage $message) use (&$log) { $log['new'][] = $message->message; });
        fwrite($newSocket, frame(new LogMessage('three')));
    }
});
// Both have arrived when the first one is dispatched.
fwrite($theirs, frame(new LogMessage('one')) . frame(new LogMessage('two')));
tick_until($peer, function () use ($old, &$log) { return !$old->isOpen() && isset($log['new']); });
fwrite($newSocket, frame(new LogMessage('four')));
$peer->tick(5.0);
echo 'old: ', implode(', ', $log['old']), "\nnew: ", implode(', ', $log['new']), "\n";
var_dump($new->isOpen());
--EXPECT--
old: one, two, StreamIpc\InvalidStreamException, closed
new: three, four
bool(true)
