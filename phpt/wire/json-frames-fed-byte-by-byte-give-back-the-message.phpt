--TEST--
A captured JSON frame, fed byte by byte, gives back an equal message
--FILE--
<?php
require __DIR__ . '/../support/wire-frames.php';

feedWireFrames('json', str_split(...));
--EXPECT--
14 frames came back
