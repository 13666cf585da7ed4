--TEST--
A captured JSON frame, fed whole, gives back an equal message
--FILE--
<?php
require __DIR__ . '/../support/wire-frames.php';

feedWireFrames('json', fn(string $bytes) => [$bytes]);
--EXPECT--
14 frames came back
