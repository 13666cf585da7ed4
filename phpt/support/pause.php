<?php
// Tests of the extension's own writing and reading try it on each message.

use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

/**
 * After a message that only PHP's own functions can write or read, they also get the next ones of its
 * class. So many plain ones end this pause.
 */
function end_pause(Message $plain): void
{
    $serializer = new NativeMessageSerializer();
    for ($i = 0; $i < 100; $i++) {
        $serializer->deserialize($serializer->serialize($plain));
    }
}
