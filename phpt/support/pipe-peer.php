<?php
// A peer like those that users write, over the pipes of processes.

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;
use StreamIpc\Transport\MessageTransport;
use StreamIpc\Transport\StreamClosedException;

require_once __DIR__ . '/processes.php';

/** Writes as much as a pipe has room for; the rest leaves while the peer ticks. */
final class PipeTransport implements MessageTransport
{
    /** @var list<string> frames; part of the first may be written */
    public array $outbox = [];

    /** @var list<Message|Throwable> received and not yet dispatched */
    public array $inbox = [];

    public bool $ended = false;

    private FrameCodec $codec;

    /**
     * @param resource $input
     * @param resource $output
     */
    public function __construct(public readonly mixed $input, public readonly mixed $output)
    {
        stream_set_blocking($input, false);
        stream_set_blocking($output, false);
        $this->codec = new FrameCodec(new NativeMessageSerializer());
    }

    public function send(Message $message): void
    {
        $this->outbox[] = $this->codec->pack($message);
        $this->write();
    }

    public function write(): void
    {
        while ($this->outbox) {
            $written = @fwrite($this->input, $this->outbox[0]);
            if ($written === false) {
                $this->outbox = [];
                throw new StreamClosedException('The process reads no more');
            }
            if ($written < strlen($this->outbox[0])) {
                $this->outbox[0] = substr($this->outbox[0], $written);
                return;
            }
            array_shift($this->outbox);
        }
    }

    public function read(): void
    {
        $chunk = (string) fread($this->output, 65536);
        $this->ended = $chunk === '' && feof($this->output);
        do {
            try {
                $messages = $this->codec->feed($chunk);
            } catch (RuntimeException $tooLong) {
                $messages = [$tooLong];
            }
            array_push($this->inbox, ...$messages);
            $chunk = '';
        } while ($messages);
    }
}

final class PipePeer extends IpcPeer
{
    /** @var list<resource> kept, because freeing a process waits for its end */
    private array $processes = [];

    public function start(string $code): IpcSession
    {
        $this->processes[] = start_bare_process($code, [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);

        return $this->createSession(new PipeTransport(...$pipes));
    }

    public function tick(?float $timeout = null): void
    {
        $waiting = fn (IpcSession $session) => $session->getTransport()->inbox !== [];
        array_filter($this->sessions, $waiting) || $this->exchange($timeout);
        foreach ($this->sessions as $session) {
            $this->dispatch($session);
        }
    }

    private function exchange(?float $timeout): void
    {
        $transports = array_map(fn (IpcSession $session) => $session->getTransport(), $this->sessions);
        $readable = array_map(fn (PipeTransport $transport) => $transport->output, $transports);
        $unsent = array_filter($transports, fn (PipeTransport $transport) => $transport->outbox !== []);
        $writable = array_map(fn (PipeTransport $transport) => $transport->input, $unsent);
        $none = null;
        $micros = $timeout === null ? null : (int) ($timeout * 1e6);
        if (!$readable || !@stream_select($readable, $writable, $none, $micros === null ? null : 0, $micros)) {
            return;
        }
        foreach ($readable as $key => $_) {
            $transports[$key]->read();
        }
        foreach ($writable as $key => $_) {
            try {
                $transports[$key]->write();
            } catch (StreamClosedException) {
                // We still read what the process said before; then its output ends, too.
            }
        }
    }

    private function dispatch(IpcSession $session): void
    {
        $transport = $session->getTransport();
        while ($session->isOpen() && $received = array_shift($transport->inbox)) {
            $received instanceof Message ? $session->dispatch($received) : $session->triggerException($received);
        }
        $transport->ended && $session->close();
    }
}
