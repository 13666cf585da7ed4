--TEST--
When memory_limit leaves no room for another concurrent handler, its request is answered with an error
--INI--
memory_limit=16M
--FILE--
<?php

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\ErrorMessage;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
[$asking, $silent] = session_and_socket($peer);
$running = 0;
$session->onRequest(function (LogMessage $question) use ($asking, &$running) {
    $running++;
    return $asking->request($question, 20.0)->await();
}, concurrent: true);
for ($refused = null, $i = 0; !$refused && $i < 5000; $i++) {
    fwrite($socket, frame(new RequestEnvelope((string) $i, new LogMessage('?'))));
    $peer->tick(1.0);
    received($silent);
    $refused = received($socket)[0] ?? null;
}
echo strtok($refused->response->toString(), '#'), "\n";
var_dump($running > 100);
$asking->close();
tick_until($peer, function () use ($socket, &$answers) { return ($answers += count(received($socket))) > 100; });
echo "goes on\n";
--EXPECT--
Error in dispatch
RuntimeException: Too many concurrent handlers run for memory_limit; ask for less at once

bool(true)
goes on
