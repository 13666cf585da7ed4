--TEST--
JSON: the text of every ErrorMessage arrives: U+FFFD replaces bytes that are not UTF-8
--FILE--
<?php

use StreamIpc\Message\ErrorMessage;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/peers.php';

final class Outcome implements Message
{
    public function __construct(public ErrorMessage $error)
    {
    }
}

$text = "Stra\xDFe, gr\xC3\xBCn \xE2\x82";
$replaced = "Stra\u{FFFD}e, gr\u{FC}n \u{FFFD}";
foreach ([new JsonMessageSerializer(), new NativeMessageSerializer()] as $serializer) {
    $peer = new NativeIpcPeer($serializer);
    [$here, $there] = session_pair($peer);
    $reply = null;
    $there->onRequest(function () use (&$reply) { return $reply(); });
    $expected = $serializer instanceof JsonMessageSerializer ? $replaced : $text;
    foreach ([
        'thrown' => fn () => throw new DomainException($text),
        'returned' => fn () => new ErrorMessage($text),
    ] as $way => $reply) {
        try {
            $here->request(new LogMessage('?'), 5.0)->await();
        } catch (ErrorMessageException $e) {
            $first = explode("\n", $e->getMessage());
            echo $way, ': ', $first[0] === $expected || $first[1] === "DomainException: $expected" ? 'as it should be' : $e->getMessage(), "\n";
        }
    }
    // Inside another message, and in a notification.
    $there->onMessage(function (Message $message) use ($expected) {
        var_dump(($message instanceof Outcome ? $message->error : $message)->toString() === $expected);
    });
    $here->notify(new Outcome(new ErrorMessage($text)));
    $here->notify(new ErrorMessage($text));
    $peer->tick(5.0);
    $peer->tick(0);
}
--EXPECT--
thrown: as it should be
returned: as it should be
bool(true)
bool(true)
thrown: as it should be
returned: as it should be
bool(true)
bool(true)
