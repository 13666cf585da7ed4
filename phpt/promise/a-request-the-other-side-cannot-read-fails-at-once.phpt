--TEST--
A request of a class that the other side does not know, or refuses, fails at once with the reason, in both formats
--FILE--
<?php

use StreamIpc\Message\{ErrorMessage, ErrorMessageException, LogMessage, Message};
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/peers.php';

final class Secret implements Message
{
    public function __construct(public string $text)
    {
    }
}

foreach ([
    'unknown' => [null, ''],
    'refused' => [null, 'new StreamIpc\Serialization\NativeMessageSerializer(["Other"])'],
    'unknown, JSON' => [new JsonMessageSerializer(), 'new StreamIpc\Serialization\JsonMessageSerializer()'],
] as $why => [$serializer, $theirs]) {
    $peer = new NativeIpcPeer($serializer);
    $session = start_worker($peer, <<<PHP
        \$peer = new NativeIpcPeer($theirs);
        \$parent = \$peer->createStdioSession();
        \$parent->onRequest(fn (Message \$request) => new LogMessage('asked: ' . \$request::class));
        \$parent->onMessage(fn (ErrorMessage \$error) => \$parent->notify(new LogMessage('told there, too')));
        \$peer->run();
        PHP);
    $note = null;
    $session->onMessage(function (LogMessage $message) use (&$note) { $note = $message->message; });
    try {
        $session->request(new Secret('text'), 20)->await();
    } catch (ErrorMessageException $e) {
        echo "$why: ", strtok($e->getMessage(), "\n"), "\n";
    }
    tick_until($peer, function () use (&$note) { return $note !== null; });
    echo $note, "\n", $session->request(new LogMessage('known'), 20)->await()->message, "\n";
}
--EXPECTF--
unknown: Failed to deserialize message payload
told there, too
asked: StreamIpc\Message\LogMessage
refused: Failed to deserialize message payload
told there, too
asked: StreamIpc\Message\LogMessage
unknown, JSON: Failed to unserialize data:{"__class":%s
told there, too
asked: StreamIpc\Message\LogMessage
