--TEST--
For each message that the manifest says pack() refuses, pack() throws that class and text, and names the place
--FILE--
<?php
use StreamIpc\Transport\FrameCodec;

use function App\Messages\build;

require __DIR__ . '/../support/wire-frames.php';

foreach (['native', 'json'] as $kind) {
    foreach (wireManifest($kind) as $name => $entry) {
        if (!isset($entry['throws'])) {
            continue;
        }
        try {
            (new FrameCodec(wireSerializer($kind)))->pack(build()[$name]);
            echo "$kind/$name: nothing thrown\n";
        } catch (Throwable $e) {
            $right = $e::class === $entry['throws'] && str_starts_with($e->getMessage(), "$entry[message], in ");
            echo "$kind/$name: ", $right ? 'as the manifest says' : $e, "\n";
        }
    }
}
--EXPECT--
json/log_magic_inside: as the manifest says
json/dto_scalars: as the manifest says
