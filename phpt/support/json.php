<?php
// Takes the long way through JSON: PHP's own functions.

use StreamIpc\Message\ErrorMessage;
use StreamIpc\Serialization\JsonMessageSerializer;

require_once __DIR__ . '/graphs.php';

/** The JSON of a box that a serializer writes the long way, because of what else is in it. */
function written_the_long_way(Box $box): string
{
    $spoiler = new Open();
    $spoiler->dynamic = 1;
    $spoilt = new Box([$box, $spoiler]);
    $around = ['{"__class":"Box","content":[', ',{"__class":"Open","declared":1,"dynamic":1}],"more":null}'];
    $json = (new JsonMessageSerializer())->serialize($spoilt);

    return substr($json, strlen($around[0]), -strlen($around[1]));
}

/** What a serializer makes of a map that it reads the long way, because its class does not come first. */
function read_the_long_way(string $json): string
{
    return read_from($json, preg_replace('/^\{(?!\s*\})/', '{"~":0,', $json));
}

function read_at_once(string $json): string
{
    return read_from($json, $json);
}

/** Everything visible of a message; of an error, only what it says about this JSON. */
function read_from(string $json, string $payload): string
{
    $message = (new JsonMessageSerializer())->deserialize($payload);
    if (!$message instanceof ErrorMessage) {
        return fingerprint($message);
    }
    $text = explode("\n#0", str_replace([$payload, $json], '<data>', $message->toString()))[0];

    // read_the_long_way() adds text to the JSON, so PHP may report another error for it.
    return str_starts_with($text, 'json_decode failed:') ? 'json_decode failed' : $text;
}
