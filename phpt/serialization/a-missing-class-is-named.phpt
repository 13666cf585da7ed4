--TEST--
A class that is not loaded or not allowed is named, wherever it stands in a message, and with the process that misses it
--FILE--
<?php

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\{ErrorMessage, LogMessage, Message};
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\{JsonMessageSerializer, NativeMessageSerializer};

require __DIR__ . '/../support/peers.php';

final class Known implements Message {}
final class Holder implements Message { public ?Known $known = null; public mixed $any = null; }

/** What arrives when this payload does, without the payload and the trace. */
function show_received(string $payload, StreamIpc\Serialization\MessageSerializer $serializer): void
{
    $peer = new NativeIpcPeer($serializer);
    [$session, $socket] = session_and_socket($peer);
    $came = false;
    $session->onMessage(function (Message $message) use (&$came, $payload) {
        $text = $message instanceof ErrorMessage ? $message->toString() : ($message->message ?? get_class($message));
        echo '- ', str_replace($payload, '…', preg_replace('/^#.*\n?/m', '', $text)), "\n";
        $came = true;
    });
    fwrite($socket, "\xF3\x4A\x9D\xE2" . pack('N', strlen($payload)) . $payload);
    tick_until($peer, function () use (&$came) { return $came; });
}
$native = new NativeMessageSerializer();
$strict = new NativeMessageSerializer([Holder::class]);
echo "a message\n";
show_received('O:6:"Nobody":0:{}', $native);
show_received('O:5:"Known":0:{}', $strict);
show_received('{"__class":"App\\\\Nobody"}', new JsonMessageSerializer());
echo "in an envelope\n";
show_received('O:34:"StreamIpc\Envelope\RequestEnvelope":2:{s:2:"id";s:1:"7";s:7:"request";O:6:"Nobody":0:{}}', $native);
show_received(serialize(new RequestEnvelope('7', new Known())), $strict);
echo "in a property with a type\n";
show_received('O:6:"Holder":2:{s:5:"known";O:6:"Nobody":0:{}s:3:"any";O:7:"Nothing":0:{}}', $native);
show_received('O:6:"Holder":2:{s:5:"known";O:5:"Known":0:{}s:3:"any";N;}', $strict);
show_received('{"__class":"Holder","known":{"__class":"Nobody"}}', new JsonMessageSerializer());
echo "an enum\n";
show_received('E:11:"Nobody:Case";', $native);
echo "where anything may stand, it is let through, as by unserialize()\n";
show_received('O:6:"Holder":2:{s:5:"known";N;s:3:"any";O:6:"Nobody":0:{}}', $native);
echo "other errors stay what they are\n";
show_received('O:6:"Holder":2:{s:5:"known";i:5;s:3:"any";O:6:"Nobody":0:{}}', $native);
show_received('{"__class":"Holder","known":5,"any":{"__class":"Nobody"}}', new JsonMessageSerializer());
--EXPECTF--
a message
- Received message does not implement Message interface: …
Process %d does not know the class Nobody: is it loaded there, or does an autoloader find it?
- Received message does not implement Message interface: …
Process %d refuses the class Known: name it in the allowedClasses of its NativeMessageSerializer if it may arrive
- Unknown class: App\Nobody
Process %d does not know the class App\Nobody: is it loaded there, or does an autoloader find it?
in an envelope
- Failed to deserialize message payload
TypeError: Process %d does not know the class Nobody: is it loaded there, or does an autoloader find it?

- Failed to deserialize message payload
TypeError: Process %d refuses the class Known: name it in the allowedClasses of its NativeMessageSerializer if it may arrive

in a property with a type
- Failed to deserialize message payload
TypeError: Process %d does not know the class Nobody: is it loaded there, or does an autoloader find it?

- Failed to deserialize message payload
TypeError: Process %d refuses the class Known: name it in the allowedClasses of its NativeMessageSerializer if it may arrive

- Failed to unserialize data:…
TypeError: Process %d does not know the class Nobody: is it loaded there, or does an autoloader find it?

an enum
- …
Process %d does not know the class Nobody: is it loaded there, or does an autoloader find it?
where anything may stand, it is let through, as by unserialize()
- Holder
other errors stay what they are
- Failed to deserialize message payload
TypeError: Cannot assign int to property Holder::$known of type ?Known

- Failed to unserialize data:…
TypeError: Cannot assign int to property Holder::$known of type ?Known
