// For evaluation_order_test.sh, never compiled: calls that tools/lint order
// must find, each on a line that says so, and others that it must leave alone.
struct Size {
  int w;
  int total() const;
};
struct Pair {
  Pair(int, int);
};
int Read(int* x);
int Read(Size* size);
int* Load(int file, int* size);
int Use(int, int);

int Direct() {
  int x = 0;
  return Use(Read(&x), x);  // found
}
int Nested() {
  int x = 0;
  return Use(1 + *Load(1, &x), x * 2);  // found
}
int Member() {
  Size size;
  return Use(Read(&size), size.total());  // found
}
Pair Made() {
  int x = 0;
  return Pair(x, Read(&x));  // found
}

int Before() {
  int x = 0;
  const int read = Read(&x);
  return Use(read, x);
}
int Alone() {
  int x = 0;
  return Use(Read(&x), 3);
}
Pair Braces() {
  int x = 0;
  return Pair{Read(&x), x};  // in order, by the language
}
