<?php
// The frames in tests/wire, and what the manifest says about them, for the tests in phpt/wire.

use StreamIpc\Message\{ErrorMessage, Message};
use StreamIpc\Serialization\{JsonMessageSerializer, MessageSerializer, NativeMessageSerializer};
use StreamIpc\Transport\FrameCodec;

use function App\Messages\build;

require_once __DIR__ . '/../../tests/wire/messages.php';

const WIRE = __DIR__ . '/../../tests/wire';

// == never ends on a cycle, and NAN equals nothing: for these we compare only the bytes.
const NOT_COMPARABLE = ['dto_cycle_refs', 'dto_cycle_refs_request', 'dto_scalars'];

function wireSerializer(string $kind): MessageSerializer
{
    return $kind === 'json' ? new JsonMessageSerializer() : new NativeMessageSerializer();
}

/** @return array<string, array> what the manifest says about every message of one serializer */
function wireManifest(string $kind): array
{
    $manifest = [];
    foreach (json_decode(file_get_contents(WIRE . '/manifest.json'), true) as $name => $entry) {
        if (dirname($name) === $kind) {
            $manifest[basename($name)] = $entry;
        }
    }
    return $manifest;
}

/** @return array<string, string> the captured bytes of every frame of one serializer */
function wireFrames(string $kind): array
{
    $captured = array_filter(wireManifest($kind), fn(array $entry) => isset($entry['bytes']));
    return array_map(fn(string $name) => file_get_contents(WIRE . "/$kind/$name.bin"), array_combine(
        array_keys($captured),
        array_keys($captured),
    ));
}

/** What is wrong with the message decoded from a captured frame; null if nothing is. */
function wireProblem(string $kind, string $name, Message $received): ?string
{
    $expected = wireManifest($kind)[$name]['decodes_to'];
    if ($received::class !== $expected) {
        return 'decoded to ' . $received::class . " instead of $expected";
    }
    $sent = build()[$name];
    if ($sent::class !== $expected) {
        $said = $received instanceof ErrorMessage ? $received->toString() : '';
        return str_starts_with($said, 'Failed to unserialize data:') ? null : "says: $said";
    }
    if ((new FrameCodec(wireSerializer($kind)))->pack($received) !== wireFrames($kind)[$name]) {
        return 'is packed to other bytes';
    }
    return in_array($name, NOT_COMPARABLE, true) || $received == $sent ? null : 'is not equal';
}

/** Feeds every captured frame in the chunks that $split makes of it, and prints what came back. */
function feedWireFrames(string $kind, callable $split): void
{
    $right = 0;
    foreach (wireFrames($kind) as $name => $bytes) {
        $codec = new FrameCodec(wireSerializer($kind));
        $received = [];
        foreach ($split($bytes) as $chunk) {
            array_push($received, ...$codec->feed($chunk));
        }
        $problem = match (true) {
            count($received) !== 1 => 'gave ' . count($received) . ' messages',
            $codec->hasBufferedData() => 'left bytes in the codec',
            default => wireProblem($kind, $name, $received[0]),
        };
        if ($problem === null) {
            $right++;
        } else {
            echo "$kind/$name: $problem\n";
        }
    }
    echo "$right frames came back\n";
}

/** Cuts at up to 40 random places; mt_srand() sets the seed. */
function randomChunks(string $bytes): array
{
    $cuts = [0, strlen($bytes)];
    for ($i = mt_rand(1, 40); $i > 0; $i--) {
        $cuts[] = mt_rand(0, strlen($bytes));
    }
    sort($cuts);
    $chunks = [];
    foreach (array_slice($cuts, 1) as $i => $end) {
        $chunks[] = substr($bytes, $cuts[$i], $end - $cuts[$i]);
    }
    return $chunks;
}

function packAll(string $kind): void
{
    $codec = new FrameCodec(wireSerializer($kind));
    $right = 0;
    foreach (wireFrames($kind) as $name => $captured) {
        $packed = $codec->pack(build()[$name]);
        $entry = wireManifest($kind)[$name];
        if ($packed !== $captured) {
            echo "$kind/$name: other bytes\n$packed\n";
        } elseif (strlen($packed) !== $entry['bytes'] || hash('sha256', $packed) !== $entry['sha256']) {
            echo "$kind/$name: not what the manifest says\n";
        } else {
            $right++;
        }
    }
    echo "$right frames packed\n";
}
