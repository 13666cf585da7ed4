--TEST--
A reply of a class that this side does not know fails its promise at once with the reason; message handlers get the same ErrorMessage
--FILE--
<?php

use StreamIpc\Message\{ErrorMessage, ErrorMessageException, LogMessage};
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/peers.php';

foreach (['' => null, 'new StreamIpc\Serialization\JsonMessageSerializer()' => new JsonMessageSerializer()] as $theirs => $serializer) {
    $peer = new NativeIpcPeer($serializer);
    $session = start_worker($peer, <<<PHP
        final class Secret implements Message { public string \$text = 'text'; }
        \$peer = new NativeIpcPeer($theirs);
        \$peer->createStdioSession()->onRequest(
            fn (LogMessage \$request) => \$request->message === 'secret' ? new Secret() : \$request,
        );
        \$peer->run();
        PHP);
    $session->onMessage(function (ErrorMessage $error) { echo 'told: ', strtok($error->toString(), "\n"), "\n"; });
    try {
        $session->request(new LogMessage('secret'), 20)->await();
    } catch (ErrorMessageException $e) {
        echo strtok($e->getMessage(), "\n"), "\n";
    }
    echo $session->request(new LogMessage('known'), 20)->await()->message, "\n";
}
--EXPECTF--
told: Failed to deserialize message payload
Failed to deserialize message payload
known
told: Failed to unserialize data:{"__class":%s
Failed to unserialize data:{"__class":%s
known
