/** Which names does a language, its host or its usual test runner provide? */

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** By family of `LanguageFacts`; what browsers, Node and test runners put into the global scope included. */
export const globalNames: Readonly<Record<string, ReadonlySet<string>>> = {
  javascript: words(`
undefined NaN Infinity globalThis eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent
encodeURI encodeURIComponent escape unescape Object Function Boolean Symbol Error AggregateError EvalError
RangeError ReferenceError SyntaxError TypeError URIError SuppressedError Number BigInt Math Date Temporal
String RegExp Array Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
BigInt64Array BigUint64Array Float16Array Float32Array Float64Array Map Set WeakMap WeakSet WeakRef
FinalizationRegistry ArrayBuffer SharedArrayBuffer DataView Atomics JSON Promise Iterator AsyncIterator
Reflect Proxy Intl WebAssembly arguments this super window document navigator location history screen self top
parent frames name status opener origin console performance crypto caches indexedDB localStorage
sessionStorage customElements alert confirm prompt print fetch postMessage close open stop focus blur scroll
scrollTo scrollBy matchMedia getComputedStyle getSelection requestAnimationFrame cancelAnimationFrame
requestIdleCallback cancelIdleCallback setTimeout clearTimeout setInterval clearInterval setImmediate
clearImmediate queueMicrotask structuredClone atob btoa createImageBitmap reportError addEventListener
removeEventListener dispatchEvent onmessage event innerWidth innerHeight outerWidth outerHeight
devicePixelRatio scrollX scrollY pageXOffset pageYOffset visualViewport isSecureContext crossOriginIsolated
scheduler trustedTypes chrome browser importScripts clients registration skipWaiting process Buffer global
require module exports __dirname __filename gc describe it test suite specify context before after beforeEach
afterEach beforeAll afterAll expect expectTypeOf assertType assert jest vi vitest jasmine spyOn fail pending
xit xdescribe fit fdescribe xtest cy Cypress sinon chai should setup teardown suiteSetup suiteTeardown page
artifacts QUnit inject bench $ jQuery _ angular React Vue d3 google gapi ga gtag dataLayer Deno Bun
EdgeRuntime WebSocketPair define __DEV__ __webpack_require__ __webpack_public_path__ __non_webpack_require__
__turbopack_load__ acquireVsCodeApi defineProps defineEmits defineExpose defineSlots defineModel defineOptions
withDefaults useNuxtApp defineNuxtConfig GM Java Packages print load quit WScript ActiveXObject goog NodeJS
JSX atom pm phantom tizen webkit
`),
  python: words(`
ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError
BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception
ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError
ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError
KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented
NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError
PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning
StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True
TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError
UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError __all__ __builtins__ __class__
__debug__ __doc__ __file__ __import__ __loader__ __name__ __package__ __path__ __spec__ abs aiter all anext
any ascii bin bool breakpoint bytearray bytes callable chr classmethod cls compile complex copyright credits
delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash
help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object
oct open ord pow print property quit range repr reveal_locals reveal_type reversed round self set setattr
slice sorted staticmethod str sum super tuple type vars zip
`),
  go: words(`
append cap clear close complex copy delete imag len make max min new panic print println real recover true
false nil iota any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64
rune string uint uint8 uint16 uint32 uint64 uintptr _
`),
  rust: words(`
Some None Ok Err Box Vec String Option Result drop self Self super crate true false main _ i8 i16 i32 i64 i128
isize u8 u16 u32 u64 u128 usize f32 f64 bool char str
`),
  java: words(`
length this super true false null _ value getClass hashCode equals toString clone notify notifyAll wait finalize
valueOf values ordinal name compareTo
`),
  csharp: words(`
value nameof base this true false null var _ args nint nuint dynamic typeof sizeof default field
`),
  php: words(`
$this $_GET $_POST $_SERVER $_FILES $_COOKIE $_SESSION $_REQUEST $_ENV $GLOBALS $argc $argv
$http_response_header $php_errormsg
`),
  c: words(`
NULL true false errno stdin stdout stderr main environ this nullptr _ self bool size_t
`),
};
