/** Which modules come with the language itself? */

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** From `builtinModules` of Node 24. */
export const nodeModules: ReadonlySet<string> = new Set(
  words(`
assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel
dns dns/promises domain events ffi fs fs/promises http http2 https inspector inspector/promises module net os
path path/posix path/win32 perf_hooks process punycode querystring quic readline readline/promises repl sea
sqlite stream stream/consumers stream/iter stream/promises stream/web string_decoder sys test test/mock_loader
test/reporters timers timers/promises tls trace_events tty url util util/types v8 vfs vm wasi worker_threads
zlib zlib/iter
`),
);

/** From `sys.stdlib_module_names` of Python 3.11, with modules of later and earlier versions. */
export const pythonModules: ReadonlySet<string> = new Set(
  words(`
__future__ abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64
bdb binascii binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop
collections colorsys compileall compression concurrent configparser contextlib contextvars copy copyreg crypt
csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest dummy_threading email encodings
ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc
genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr
imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma macpath mailbox
mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath
nturl2path numbers opcode operator optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil
platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data
pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve
shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants
sre_parse ssl stat statistics string stringprep struct subprocess sunau symbol symtable sys sysconfig syslog
tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib
trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv warnings
wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
`),
);

/** Modules inside packages of Python's library. A module that is not here has none. */
export const pythonSubmodules: Readonly<Record<string, ReadonlySet<string>>> = {
  asyncio: new Set(
    words(
      'base_events base_futures base_subprocess base_tasks constants coroutines events exceptions format_helpers futures graph locks log mixins proactor_events protocols queues runners selector_events sslproto staggered streams subprocess taskgroups tasks threads timeouts tools transports trsock unix_events windows_events windows_utils',
    ),
  ),
  collections: new Set(words('abc')),
  compression: new Set(words('bz2 gzip lzma zlib zstd')),
  concurrent: new Set(words('futures interpreters')),
  'concurrent.futures': new Set(words('_base process thread')),
  ctypes: new Set(words('_aix _endian macholib test util wintypes')),
  'ctypes.macholib': new Set(words('dyld dylib framework')),
  curses: new Set(words('ascii has_key panel textpad')),
  dbm: new Set(words('dumb gnu ndbm sqlite3')),
  email: new Set(
    words(
      '_encoded_words _header_value_parser _parseaddr _policybase base64mime charset contentmanager encoders errors feedparser generator header headerregistry iterators message mime parser policy quoprimime utils',
    ),
  ),
  'email.mime': new Set(words('application audio base image message multipart nonmultipart text')),
  html: new Set(words('entities parser')),
  http: new Set(words('client cookiejar cookies server')),
  importlib: new Set(
    words('_abc _bootstrap _bootstrap_external _common abc machinery metadata readers resources simple util'),
  ),
  'importlib.metadata': new Set(words('_adapters _collections _functools _itertools _meta _text')),
  'importlib.resources': new Set(words('_adapters _common _itertools _legacy abc readers simple')),
  json: new Set(words('decoder encoder scanner tool')),
  logging: new Set(words('config handlers')),
  multiprocessing: new Set(
    words(
      'connection context dummy forkserver heap managers pool popen_fork popen_forkserver popen_spawn_posix popen_spawn_win32 process queues reduction resource_sharer resource_tracker shared_memory sharedctypes spawn synchronize util',
    ),
  ),
  'multiprocessing.dummy': new Set(words('connection')),
  os: new Set(words('path')),
  pathlib: new Set(words('_abc _local types')),
  re: new Set(words('_casefix _compiler _constants _parser')),
  sqlite3: new Set(words('dbapi2 dump')),
  string: new Set(words('templatelib')),
  tkinter: new Set(
    words(
      'colorchooser commondialog constants dialog dnd filedialog font messagebox scrolledtext simpledialog test tix ttk',
    ),
  ),
  tomllib: new Set(words('_parser _re _types')),
  typing: new Set(words('io re')),
  unittest: new Set(words('_log async_case case loader main mock result runner signals suite test util')),
  urllib: new Set(words('error parse request response robotparser')),
  wsgiref: new Set(words('handlers headers simple_server types util validate')),
  xml: new Set(words('dom etree parsers sax')),
  'xml.dom': new Set(words('NodeFilter domreg expatbuilder minicompat minidom pulldom xmlbuilder')),
  'xml.etree': new Set(words('ElementInclude ElementPath ElementTree cElementTree')),
  'xml.parsers': new Set(words('expat')),
  'xml.sax': new Set(words('_exceptions expatreader handler saxutils xmlreader')),
  xmlrpc: new Set(words('client server')),
  zipfile: new Set(words('_path')),
  zoneinfo: new Set(words('_common _tzpath _zoneinfo')),
};

/** From `go list std`, with packages of later versions. */
export const goPackages: ReadonlySet<string> = new Set(
  words(`
C archive/tar archive/zip bufio bytes cmp compress/bzip2 compress/flate compress/gzip compress/lzw compress/zlib
container/heap container/list container/ring context crypto crypto/aes crypto/cipher crypto/des crypto/dsa
crypto/ecdh crypto/ecdsa crypto/ed25519 crypto/elliptic crypto/fips140 crypto/hkdf crypto/hmac crypto/hpke
crypto/md5 crypto/mlkem crypto/mlkem/mlkemtest crypto/pbkdf2 crypto/rand crypto/rc4 crypto/rsa crypto/sha1
crypto/sha256 crypto/sha3 crypto/sha512 crypto/subtle crypto/tls crypto/x509 crypto/x509/pkix database/sql
database/sql/driver debug/buildinfo debug/dwarf debug/elf debug/gosym debug/macho debug/pe debug/plan9obj embed
encoding encoding/ascii85 encoding/asn1 encoding/base32 encoding/base64 encoding/binary encoding/csv
encoding/gob encoding/hex encoding/json encoding/json/jsontext encoding/json/v2 encoding/pem encoding/xml errors
expvar flag fmt go/ast go/build go/build/constraint go/constant go/doc go/doc/comment go/format go/importer
go/parser go/printer go/scanner go/token go/types go/version hash hash/adler32 hash/crc32 hash/crc64 hash/fnv
hash/maphash html html/template image image/color image/color/palette image/draw image/gif image/jpeg image/png
index/suffixarray io io/fs io/ioutil iter log log/slog log/syslog maps math math/big math/bits math/cmplx
math/rand math/rand/v2 mime mime/multipart mime/quotedprintable net net/http net/http/cgi net/http/cookiejar
net/http/fcgi net/http/httptest net/http/httptrace net/http/httputil net/http/pprof net/mail net/netip net/rpc
net/rpc/jsonrpc net/smtp net/textproto net/url os os/exec os/signal os/user path path/filepath plugin reflect
regexp regexp/syntax runtime runtime/cgo runtime/coverage runtime/debug runtime/metrics runtime/pprof
runtime/race runtime/trace slices sort strconv strings structs sync sync/atomic syscall testing
testing/cryptotest testing/fstest testing/iotest testing/quick testing/slogtest testing/synctest text/scanner
text/tabwriter text/template text/template/parse time time/tzdata unicode unicode/utf16 unicode/utf8 unique
unsafe weak
`),
);

/** Default and bundled libraries of Ruby 3. */
export const rubyLibraries: ReadonlySet<string> = new Set(
  words(`
English abbrev base64 benchmark bigdecimal bundler bundler/setup cgi coverage csv date delegate did_you_mean
digest drb erb error_highlight etc expect fcntl fiber fiddle fileutils find forwardable getoptlong io ipaddr irb
json kconv logger matrix minitest monitor mutex_m net nkf objspace observer open-uri open3 openssl optparse
ostruct pathname pp prettyprint prime prism pstore psych pty rake rdoc readline reline resolv resolv-replace
rexml rinda ripper rubygems securerandom set shellwords singleton socket stringio strscan syslog tempfile test
thread time timeout tmpdir tsort un unicode_normalize uri weakref win32ole yaml zlib ractor rbconfig
continuation test-unit racc enumerator rational complex debug random
`),
);

/** Headers of ISO C, without `.h`. */
export const cHeaders: ReadonlySet<string> = new Set(
  words(`
assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic
stdbit stdbool stdckdint stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype
`),
);

/** Headers of ISO C++, which have no extension. */
export const cppHeaders: ReadonlySet<string> = new Set(
  words(`
algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes
climits clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg
cstddef cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype debugging deque exception execution expected
filesystem flat_map flat_set format forward_list fstream functional future generator hazard_pointer
initializer_list inplace_vector iomanip ios iosfwd iostream istream iterator latch limits linalg list locale map
mdspan memory memory_resource mutex new numbers numeric optional ostream print queue random ranges ratio rcu
regex scoped_allocator semaphore set shared_mutex simd source_location span spanstream sstream stack stacktrace
stdexcept stdfloat stop_token streambuf string string_view strstream syncstream system_error text_encoding
thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
cstdalign cstdbool ccomplex ctgmath ciso646 hash_map hash_set
`),
);

/** Namespaces right below `System` in .NET and its usual packages. */
export const systemNamespaces: ReadonlySet<string> = new Set(
  words(`
Activities AddIn Buffers ClientModel CodeDom Collections CommandLine ComponentModel Composition Configuration
Console Data Deployment Device Diagnostics DirectoryServices Drawing Dynamic EnterpriseServices Fabric Formats
Globalization IdentityModel IO Interactive Json Linq Management Media Memory Messaging Net Numerics Printing
Private Reactive Reflection Resources Runtime Security ServiceModel ServiceProcess Spatial Speech Text Threading
Timers Transactions Web Windows Workflow Xaml Xml
`),
);

/** Of POSIX, Linux and Windows, beside those of the language. */
export const systemHeaders: ReadonlySet<string> = new Set(
  (
    'aio cpio crypt curses dirent dlfcn endian err fcntl fmtmsg fnmatch fts ftw getopt glob grp iconv ifaddrs langinfo ' +
    'libgen libintl link malloc memory monetary mqueue ncurses ndbm netdb nl_types paths poll pthread pty pwd regex ' +
    'resolv sched search semaphore shadow spawn strings stropts syslog sysexits tar termios trace ucontext ulimit ' +
    'unistd util utime utmp utmpx values wordexp execinfo features alloca byteswap elf error mcheck mntent obstack ' +
    'conio direct dos io process share windows winsock winsock2 ws2tcpip tlhelp32 psapi shellapi shlobj shlwapi ' +
    'dbghelp intrin immintrin emmintrin xmmintrin arm_neon x86intrin cpuid objbase combaseapi wincrypt bcrypt ' +
    'winioctl winnt winternl mswsock iphlpapi crtdbg tchar wchar zlib'
  )
    .split(' ')
    .map((name) => `${name}.h`),
);
