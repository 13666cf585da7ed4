--TEST--
The frames of native sides are, byte for byte, those that docs/wire.md shows
--FILE--
<?php

use StreamIpc\Envelope\Id\RequestIdGenerator;
use StreamIpc\IncomingRequest;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

// Lines of hexadecimal numbers, and lines of text between quotes.
preg_match_all('/```text\n(F3 .*?)\n```/s', file_get_contents(__DIR__ . '/../../docs/wire.md'), $blocks);
$bytes_of = fn (string $line) => $line[0] === '"' ? substr($line, 1, -1) : hex2bin(str_replace(' ', '', $line));
$frames = array_map(fn (string $block) => implode(array_map($bytes_of, explode("\n", $block))), $blocks[1]);
[$hello, $request, $cancel, $message] = $frames;

$ids = new class implements RequestIdGenerator {
    public function generate(): string { return '7.1'; }
};
$peer = new NativeIpcPeer(null, $ids);
[$session, $socket] = session_and_socket($peer);
$session->sayHello();
$seen = fn () => fread($socket, 65536);
echo 'hello: ', $seen() === $hello ? 'the same' : 'another', "\n";

$promise = $session->request(new LogMessage('hi'), 1.5);
// The time runs already.
$time = fn (string $frame) => unpack('J', $frame, 17)[1];
$sent = $seen();
echo 'request: ', substr_replace($sent, pack('J', 1_500_000), 17, 8) === $request ? 'the same' : bin2hex($sent), ', ',
    $time($sent) <= 1_500_000 && $time($sent) > 1_400_000 ? 'with its time' : $time($sent), "\n";
$promise->cancel();
echo 'cancel: ', $seen() === $cancel ? 'the same' : 'another', "\n";

$session->onRequest(function ($job, IpcSession $session, IncomingRequest $request) {
    $request->notify(new LogMessage('half way'));

    return $request;
});
fwrite($socket, $hello . $request);
tick_until($peer, fn () => $session->getStats()['messages_received'] === 1);
$sent = $seen();
echo 'message: ', str_starts_with($sent, $message) ? 'the same' : bin2hex($sent), "\n";
--EXPECT--
hello: the same
request: the same, with its time
cancel: the same
message: the same
