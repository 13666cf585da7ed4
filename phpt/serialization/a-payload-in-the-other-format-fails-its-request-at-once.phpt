--TEST--
A request or reply in the format of the other serializer fails whoever waits for it at once; the message handlers of its receiver learn the cause, too
--FILE--
<?php

use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{ErrorMessage, LogMessage, Message};
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\{JsonMessageSerializer, NativeMessageSerializer};
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/peers.php';

function text(Message $message): string
{
    return $message instanceof ErrorMessage ? $message->toString() : $message->message;
}
$native = new NativeMessageSerializer();
$json = new JsonMessageSerializer();
foreach ([[$native, $json], [$json, $native]] as [$ours, $theirs]) {
    $peer = new NativeIpcPeer($ours);
    [$session, $socket] = session_and_socket($peer);
    $came = 0;
    $session->onMessage(function (Message $message) use (&$came) {
        $lines = explode("\n", text($message));
        echo 'handlers: ', get_class($message), ', … ', end($lines), "\n";
        $came++;
    });
    $codec = new FrameCodec($theirs);
    fwrite($socket, $codec->pack(new RequestEnvelope('their id', new LogMessage('a request'))));
    fwrite($socket, $codec->pack(new LogMessage('a notification')));
    tick_until($peer, function () use (&$came) { return $came === 2; });
    foreach ((new FrameCodec($ours))->feed(fread($socket, 65536)) as $reply) {
        echo "their request $reply->id: ", text($reply->response), "\n";
    }
    $promise = $session->request(new LogMessage('ours'), 20.0);
    $request = (new FrameCodec($ours))->feed(fread($socket, 65536))[0];
    fwrite($socket, $codec->pack(new ResponseEnvelope($request->id, new LogMessage('the reply'))));
    try {
        $promise->await();
    } catch (Exception $e) {
        echo 'our request: ', get_class($e), ': ', $e->getMessage(), "\n";
    }
}
--EXPECTF--
handlers: StreamIpc\Message\LogMessage, … Process %d received JSON, but reads the format of PHP's serialize(): give both sides of the session the same serializer
handlers: StreamIpc\Message\LogMessage, … Process %d received JSON, but reads the format of PHP's serialize(): give both sides of the session the same serializer
their request their id: Process %d received JSON, but reads the format of PHP's serialize(): give both sides of the session the same serializer
handlers: StreamIpc\Message\LogMessage, … Process %d received JSON, but reads the format of PHP's serialize(): give both sides of the session the same serializer
our request: StreamIpc\Message\ErrorMessageException: Process %d received JSON, but reads the format of PHP's serialize(): give both sides of the session the same serializer
handlers: StreamIpc\Message\ErrorMessage, … Process %d received the format of PHP's serialize(), but reads JSON: give both sides of the session the same serializer
handlers: StreamIpc\Message\ErrorMessage, … Process %d received the format of PHP's serialize(), but reads JSON: give both sides of the session the same serializer
their request their id: Process %d received the format of PHP's serialize(), but reads JSON: give both sides of the session the same serializer
handlers: StreamIpc\Message\ErrorMessage, … Process %d received the format of PHP's serialize(), but reads JSON: give both sides of the session the same serializer
our request: StreamIpc\Message\ErrorMessageException: Process %d received the format of PHP's serialize(), but reads JSON: give both sides of the session the same serializer
