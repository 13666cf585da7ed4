--TEST--
Bytes that fgets() has read ahead on a connection are not lost, be they messages, half of one, or all that ever come
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$frame = frame(new LogMessage('a message'));
$cases = [
    'whole messages, nothing follows' => ["$frame$frame", ''],
    'half of one, the rest follows' => [substr($frame, 0, 20), substr($frame, 20)],
    'half of a magic, the rest follows' => [substr($frame, 0, 2), substr($frame, 2)],
    'more than a read' => [str_repeat($frame, 200), ''],
];
foreach ($cases as $case => [$before, $after]) {
    foreach ([false, true] as $ended) {
        $server = stream_socket_server('tcp://127.0.0.1:0');
        $client = stream_socket_client('tcp://' . stream_socket_get_name($server, false));
        $socket = stream_socket_accept($server, 10);
        fwrite($client, "HELLO\r\n$before");
        echo trim(fgets($socket)), ', ';
        $session = $peer->createStreamSession($socket, $socket);
        fwrite($client, $after);
        if ($ended) {
            fclose($client);
        }
        $count = 0;
        $session->onMessage(function (LogMessage $message) use (&$count) { $count += (int) ($message->message === 'a message'); });
        $expected = intdiv(strlen($before . $after), strlen($frame));
        tick_until($peer, function () use (&$count, $expected) { return $count === $expected; });
        if ($ended) {
            tick_until($peer, fn () => !$session->isOpen());
        }
        $session->close();
        echo "$case: $count", $ended ? ', and the end' : '', "\n";
    }
}
--EXPECT--
HELLO, whole messages, nothing follows: 2
HELLO, whole messages, nothing follows: 2, and the end
HELLO, half of one, the rest follows: 1
HELLO, half of one, the rest follows: 1, and the end
HELLO, half of a magic, the rest follows: 1
HELLO, half of a magic, the rest follows: 1, and the end
HELLO, more than a read: 200
HELLO, more than a read: 200, and the end
