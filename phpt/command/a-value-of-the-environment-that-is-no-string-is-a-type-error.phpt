--TEST--
A value of the environment that is no string is a TypeError that names its key; nothing is started
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();
$file = tempnam(sys_get_temp_dir(), 'stream-ipc');
foreach ([
    ['NAME' => 'value', 'PORT' => 8080],
    ['RATIO' => 1.5], ['DEBUG' => true], ['NOTHING' => null], ['LIST' => ['a']],
    ['OBJECT' => new class () { public function __toString() { return 'text'; } }],
    ['A=B', 7],
    ['PORT' => &$file, 'STREAM' => STDIN],
    ["quoted \"\n" => 1],
    ['NUL' => "cut\0short"], ["NUL\0" => 'value'],
] as $environment) {
    try {
        $peer->createCommandSession('rm ' . escapeshellarg($file), $environment);
    } catch (TypeError | ValueError $e) {
        echo get_class($e), ': ', str_replace('StreamIpc\NativeIpcPeer::createCommandSession(): Argument #2 ($args) ', '', strtok($e->getMessage(), "\0")), "\n";
    }
}
var_dump(file_exists($file));
unlink($file);
--EXPECT--
TypeError: must be an array of strings, int given for key "PORT"
TypeError: must be an array of strings, float given for key "RATIO"
TypeError: must be an array of strings, bool given for key "DEBUG"
TypeError: must be an array of strings, null given for key "NOTHING"
TypeError: must be an array of strings, array given for key "LIST"
TypeError: must be an array of strings, class@anonymous given for key "OBJECT"
TypeError: must be an array of strings, int given for key 1
TypeError: must be an array of strings, resource given for key "STREAM"
TypeError: must be an array of strings, int given for key "quoted \"\n"
ValueError: must not contain any null bytes, as at key "NUL"
ValueError: must not contain any null bytes, as at key "NUL\0"
bool(true)
