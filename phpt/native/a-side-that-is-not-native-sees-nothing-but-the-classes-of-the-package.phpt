--TEST--
A side that has not said hello sees nothing but frames of the package's classes, whatever is called
--FILE--
<?php

use StreamIpc\IncomingRequest;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/native.php';

foreach ([new NativeMessageSerializer(), new JsonMessageSerializer()] as $serializer) {
    // The other side is a plain socket: all bytes that reach it are recorded.
    $peer = new NativeIpcPeer($serializer);
    [$session, $socket] = session_and_socket($peer);
    stream_set_blocking($socket, false);
    $codec = new FrameCodec($serializer);
    $recorded = '';
    $record = function () use ($peer, $socket, &$recorded) {
        $peer->tickFor(0.01);
        $recorded .= fread($socket, 1 << 20);
    };
    $session->onRequest(function (Message $job, IpcSession $session, IncomingRequest $request) {
        $request->onCancel(fn () => null);
        $request->notify(new LogMessage('a message of the request'));
        $request->isCancelled();
        $request->getRemainingTime();
        return $job;
    });

    $cancelled = $session->request(new LogMessage('cancelled'), 20.0);
    $cancelled->onMessage(fn () => null);
    $timed = $session->request(new LogMessage('timed out'), 0.005);
    $record();
    $cancelled->cancel();
    echo thrown_by($timed->await(...)), "\n";
    $forgotten = $session->request(new LogMessage('forgotten'), 20.0);
    unset($forgotten);
    fwrite($socket, $codec->pack(new StreamIpc\Envelope\RequestEnvelope('theirs.1', new LogMessage('their request'))));
    $record();
    $record();
    var_dump($session->isNative());
    $session->close();
    $record();

    // Frames without a byte between them, and each of a class of the package.
    $classes = [];
    for ($place = 0; $place < strlen($recorded); $place += 8 + $length) {
        ['magic' => $magic, 'length' => $length] = unpack('Nmagic/Nlength', $recorded, $place);
        $payload = substr($recorded, $place + 8, $length);
        preg_match('/^(?:{"__class"|O:\d+):"([^"]+)"/', $payload, $class);
        $classes[] = ($magic === 0xF34A9DE2 ? '' : 'no frame: ') . str_replace('\\\\', '\\', $class[1] ?? $payload);
    }
    print_r(array_count_values($classes));
}
--EXPECT--
StreamIpc\Transport\TimeoutException: IPC request timed out after Ns
bool(false)
Array
(
    [StreamIpc\Envelope\RequestEnvelope] => 3
    [StreamIpc\Message\LogMessage] => 1
    [StreamIpc\Envelope\ResponseEnvelope] => 1
)
StreamIpc\Transport\TimeoutException: IPC request timed out after Ns
bool(false)
Array
(
    [StreamIpc\Envelope\RequestEnvelope] => 3
    [StreamIpc\Message\LogMessage] => 1
    [StreamIpc\Envelope\ResponseEnvelope] => 1
)
