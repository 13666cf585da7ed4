--TEST--
A captured native frame, fed whole, gives back an equal message
--FILE--
<?php
require __DIR__ . '/../support/wire-frames.php';

feedWireFrames('native', fn(string $bytes) => [$bytes]);
--EXPECT--
18 frames came back
