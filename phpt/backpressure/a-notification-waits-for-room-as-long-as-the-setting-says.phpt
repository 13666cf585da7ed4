--TEST--
A notification waits for room as long as stream_ipc.send_timeout says; one that was cut in two ends its session, one that has not begun does not
--INI--
stream_ipc.send_timeout=0.2
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(60);
$peer = new NativeIpcPeer();

function notify_in_vain($session): void
{
    try {
        $session->notify(new LogMessage(str_repeat('x', 4_000_000)));
    } catch (TimeoutException $e) {
        echo $e->getMessage(), "\n";
    }
}

[$cut, $unread] = session_and_socket($peer);
var_dump(wall_seconds(fn () => notify_in_vain($cut)) >= 0.2, $cut->isOpen());

// A reply fills the pipe, so that nothing of what is sent behind it can leave.
[$behind, $socket] = session_and_socket($peer);
$behind->onRequest(fn () => new LogMessage(str_repeat('reply ', 500_000)));
fwrite($socket, frame(new StreamIpc\Envelope\RequestEnvelope('1', new LogMessage('?'))));
$peer->tick();
$before = $behind->getStats()['queued_bytes'];
notify_in_vain($behind);
var_dump($behind->isOpen(), $behind->getStats()['queued_bytes'] === $before);

ini_set('stream_ipc.send_timeout', 'soon');
var_dump(ini_get('stream_ipc.send_timeout'));
--EXPECTF--
The other side had no room for the message within 0.2s: does it still read? (stream_ipc.send_timeout)
bool(true)
bool(false)
The other side had no room for the message within 0.2s: does it still read? (stream_ipc.send_timeout)
bool(true)
bool(true)

Warning: Invalid "stream_ipc.send_timeout" setting. "soon" is no time. It stays as it was: give seconds; 0 for no limit in %s on line %d
string(3) "0.2"
